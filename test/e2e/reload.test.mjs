// SIGHUP: what a running server takes over, and the lines of slow requests.
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import tls from 'node:tls';
import { ask, dataFolder, logged, signIn, start } from './server.mjs';

test('SIGHUP takes over settings and says what needs a restart', async (t) => {
  const data = dataFolder(t);
  const file = path.join(path.dirname(data), 'bearward.toml');
  const write = (text) => writeFileSync(file, text);
  write('');
  const server = await start(t, { data, args: ['--config', file] });
  assert.equal((await ask(server, 'GET', '/api')).status, 200);
  write(
    '[server]\nthreads = 7\ntrusted_proxies = ["10.0.0.0/8"]\n[log]\nrequests = false\n' +
      '[limits]\ntarget_bytes = 100\n[dialects.workmobile]\nenabled = false\n',
  );
  server.process.kill('SIGHUP');
  const line = JSON.parse(await logged(server, '"msg":"reloaded"'));
  assert.equal(line.needs_restart, 'server.threads');
  assert.deepEqual(line.changed.split(', '), [
    'server.trusted_proxies',
    'log.requests',
    'limits.target_bytes',
    'dialects.workmobile.enabled',
  ]);
  assert.equal(line.certificates, true);
  assert.equal((await ask(server, 'GET', '/api', { switchedOff: true })).status, 404);
  assert.equal((await ask(server, 'GET', `/${'x'.repeat(200)}`)).status, 414);
  write('[server]\nthread = 7\n');
  server.process.kill('SIGHUP');
  const refused = JSON.parse(await logged(server, 'not reloaded'));
  assert.match(refused.detail, /bearward\.toml:2: .*threads/);
  assert.equal((await ask(server, 'GET', '/livez')).status, 200);
});

/** The fingerprint of the certificate that a new connection is shown. */
async function shownBy(server) {
  const { hostname, port } = new URL(server.https);
  // The certificate is compared instead of verified.
  const socket = tls.connect({ host: hostname, port: Number(port), rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

test('SIGHUP takes over renewed certificates, and keeps the old ones if it cannot', async (t) => {
  const issuers = [await start(t, { apply: null }), await start(t, { apply: null })];
  const folder = path.dirname(dataFolder(t));
  const files = { certificate: path.join(folder, 'cert.pem'), key: path.join(folder, 'key.pem') };
  const renew = ({ data }) => {
    copyFileSync(path.join(data, 'tls-certificate.pem'), files.certificate);
    copyFileSync(path.join(data, 'tls-key.pem'), files.key);
    return new X509Certificate(readFileSync(files.certificate)).fingerprint256;
  };
  const first = renew(issuers[0]);
  const server = await start(t, {
    env: { BEARWARD_TLS__CERTIFICATE: files.certificate, BEARWARD_TLS__KEY: files.key },
  });
  assert.equal(await shownBy(server), first);
  const second = renew(issuers[1]);
  assert.notEqual(second, first);
  assert.equal(await shownBy(server), first, 'the files are read at the signal only');
  server.process.kill('SIGHUP');
  await logged(server, '"msg":"reloaded"');
  assert.equal(await shownBy(server), second);
  writeFileSync(files.certificate, 'no certificate');
  server.process.kill('SIGHUP');
  await logged(server, 'not reloaded');
  assert.equal(await shownBy(server), second);
});

/** The request lines of a sign-in that takes many milliseconds, and nothing else was asked. */
async function linesOfASignIn(t, env) {
  const costly = { BEARWARD_PASSWORDS__MEMORY_KIB: '16384', BEARWARD_PASSWORDS__PASSES: '4' };
  const server = await start(t, { env: { ...costly, ...env } });
  assert.ok((await signIn(server)).token);
  server.process.kill('SIGTERM');
  await server.ended;
  const lines = server.log.split('\n').filter((line) => line.includes('"path":"/auth/login"'));
  return lines.map((line) => JSON.parse(line).level);
}

test('a slow request is a line of level warn, also without request lines', async (t) => {
  const quiet = { BEARWARD_LOG__REQUESTS: 'false' };
  const slow = { BEARWARD_SERVER__SLOW_REQUEST_MS: '1' };
  const patient = { BEARWARD_SERVER__SLOW_REQUEST_MS: '600000' };
  assert.deepEqual(await linesOfASignIn(t, slow), ['warn']);
  assert.deepEqual(await linesOfASignIn(t, { ...slow, ...quiet }), ['warn']);
  assert.deepEqual(await linesOfASignIn(t, patient), ['info']);
  assert.deepEqual(await linesOfASignIn(t, { ...patient, ...quiet }), []);
});
