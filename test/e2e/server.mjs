// A server of the built binary in a folder of its own, and small HTTP clients for it.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import https from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { contractOf } from './contract.mjs';
import { nameServer } from './name_server.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const binary = path.join(root, 'build/bearward');
export const demo = path.join(root, 'examples/demo.toml');

/** A data folder that goes away with the test. */
export function dataFolder(t) {
  const folder = mkdtempSync(path.join(tmpdir(), 'bearward-e2e-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return path.join(folder, 'data');
}

/** An address that is free now, for a server whose clients must know its name beforehand. */
export async function freeAddress() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return `127.0.0.1:${port}`;
}

/** Runs one command of the binary to its end. */
export function command(args, options = {}) {
  return spawnSync(binary, args, { encoding: 'utf8', ...options });
}

/** Starts `serve` and waits for its ready line. */
export async function start(
  t,
  { data, memory = false, apply = demo, env = {}, args = [], http = '127.0.0.1:0' } = {},
) {
  if (!memory) data ??= dataFolder(t);
  const place = memory ? ['--memory'] : ['--data', data, '--https', '127.0.0.1:0'];
  const flags = ['serve', ...place, '--http', http, ...args];
  if (apply) flags.push('--apply', apply);
  // Cheap hashes: the tests are about what happens around them. No test depends on the network.
  const usual = {
    BEARWARD_PASSWORDS__MEMORY_KIB: '64',
    BEARWARD_PASSWORDS__PASSES: '1',
    BEARWARD_EGRESS__NAMESERVER: nameServer.address,
  };
  const process_ = spawn(binary, flags, {
    env: { ...process.env, ...usual, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const server = { process: process_, data, log: '' };
  process_.stderr.on('data', (bytes) => (server.log += bytes));
  server.ended = new Promise((resolve) =>
    process_.on('exit', (code, signal) => resolve({ code, signal })),
  );
  t.after(async () => {
    process_.kill('SIGKILL');
    await server.ended;
  });
  const line = await Promise.race([
    new Promise((resolve) => createInterface(process_.stdout).once('line', resolve)),
    server.ended.then(() => Promise.reject(new Error(`did not start: ${server.log}`))),
  ]);
  const ready = JSON.parse(line);
  const documented = ready.http !== 'off';
  return Object.assign(server, { ready, http: ready.http, https: ready.https, documented });
}

/** The first line of the log that holds the text or fits the expression, once it is written. */
export async function logged(server, wanted) {
  const signal = AbortSignal.timeout(10000);
  const fits = (line) => (wanted instanceof RegExp ? wanted.test(line) : line.includes(wanted));
  for (;;) {
    const line = server.log.split('\n').slice(0, -1).find(fits);
    if (line !== undefined) return line;
    await Promise.race([
      once(server.process.stderr, 'data', { signal }),
      server.ended.then(() => Promise.reject(new Error(`the log lacks ${wanted}: ${server.log}`))),
    ]);
  }
}

/**
 * A function that fails if an answer of a server of `start` is not what its /openapi.json says
 * about it. The document is read once a server, before its first answer.
 */
async function checkOf(server) {
  if (!server.documented) return () => {};
  server.contract ??= contractOf(server.http).catch((error) => {
    delete server.contract; // the server may not be there yet
    throw error;
  });
  const contract = await server.contract;
  return (method, target, answer) => {
    const fault = contract.faultOf(method, target, answer);
    const text = `${method} ${target} answers ${answer.status} with ${answer.text}: ${fault}`;
    assert.equal(fault, '', text);
  };
}

/**
 * One request over plain HTTP: status, headers, text, and the parsed JSON where there is some. The
 * answer is compared with /openapi.json, unless it comes from a route that is switched off.
 */
export async function ask(
  server,
  method,
  target,
  { headers = {}, body, redirect = 'manual', switchedOff = false } = {},
) {
  const check = await checkOf(server);
  const answer = await fetch(server.http + target, { method, headers, body, redirect });
  const all = finish(answer.status, Object.fromEntries(answer.headers), await answer.text());
  if (!switchedOff) check(method, target, all);
  return all;
}

/** The same over HTTPS, trusting exactly the certificate that the server made. */
export async function askTls(server, method, target, { headers = {}, body } = {}) {
  const check = await checkOf(server);
  const ca = readFileSync(path.join(server.data, 'tls-certificate.pem'));
  return new Promise((resolve, reject) => {
    const request = https.request(server.https + target, { method, headers, ca }, (answer) => {
      let text = '';
      answer.on('data', (bytes) => (text += bytes));
      answer.on('end', () => resolve(finish(answer.statusCode, answer.headers, text)));
    });
    request.on('error', reject);
    request.end(body);
  }).then((answer) => {
    check(method, target, answer);
    return answer;
  });
}

function finish(status, headers, text) {
  let json;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status, headers, text, json };
}

export const asJson = { 'Content-Type': 'application/json' };
export const bearer = (token) => ({ Authorization: `Bearer ${token}` });

/** A TeleTracker sign-in of demo.toml's Ann. */
export async function signIn(server, more = {}) {
  const body = JSON.stringify({
    username: 'ann',
    password: 'correct horse battery staple',
    ...more,
  });
  return (await ask(server, 'POST', '/auth/login', { headers: asJson, body })).json;
}

/** A WorkOS client token of Ann in Acme. */
export async function clientToken(server, key = 'sk_test_0000000000000000000000000000') {
  const body = JSON.stringify({
    organization_id: 'org_01EHZNVPK3SFK441A1RGBFSHRT',
    user_id: 'user_01E4ZCR3C56J083X43JQXF3JK5',
  });
  return ask(server, 'POST', '/client/token', { headers: { ...asJson, ...bearer(key) }, body });
}
