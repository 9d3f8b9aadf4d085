import assert from 'node:assert/strict';
import { readdirSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { ask, asJson, bearer, clientToken, command, signIn, start } from './server.mjs';

/** A folder that is removed with the test. */
function folder(t) {
  const made = mkdtempSync(path.join(tmpdir(), 'bearward-e2e-'));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const control = (server, method, name, body) =>
  ask(server, method, `/v1/testing/${name}`, {
    headers: asJson,
    body: body === undefined ? undefined : JSON.stringify(body),
  });

async function isAccepted(server, token) {
  return (await ask(server, 'GET', '/v1/whoami', { headers: bearer(token) })).status === 200;
}

test('a server in memory signs in and leaves no file', async (t) => {
  const home = folder(t);
  const server = await start(t, { memory: true, env: { TMPDIR: home, SQLITE_TMPDIR: home } });
  const { token } = await signIn(server);
  assert.ok(await isAccepted(server, token));
  assert.equal((await clientToken(server)).status, 201);
  assert.deepEqual(readdirSync(home), []);
  assert.equal(server.ready.https, undefined);
});

test('generated secrets are in the ready line of a server in memory', async (t) => {
  const world = path.join(folder(t), 'world.toml');
  writeFileSync(
    world,
    '[[environments]]\nname = "production"\n[[api_keys]]\nenvironment = "production"\n',
  );
  const server = await start(t, { memory: true, apply: world });
  const [{ kind, secret }] = server.ready.secrets;
  assert.equal(kind, 'api key');
  assert.ok(await isAccepted(server, secret));
  // The provisioned state has this key, also after a reset.
  assert.equal((await control(server, 'POST', 'reset')).status, 204);
  assert.ok(await isAccepted(server, secret));
  assert.ok(!server.log.includes(secret), 'the secret is in the log');
});

test('a token expires when a test advances the clock', async (t) => {
  const server = await start(t, { memory: true });
  const { token } = await signIn(server);
  assert.ok(await isAccepted(server, token));
  const advanced = await control(server, 'POST', 'clock', { advance_seconds: 3500 });
  assert.equal(advanced.status, 200, advanced.text);
  assert.equal(await isAccepted(server, token), true);
  await control(server, 'POST', 'clock', { advance_seconds: 200 });
  assert.equal(await isAccepted(server, token), false);
  // A year later the signing keys have rotated.
  await control(server, 'POST', 'clock', { advance_seconds: 366 * 24 * 3600 });
  const later = await signIn(server);
  assert.ok(await isAccepted(server, later.token));
  const clock = await control(server, 'GET', 'clock');
  const ahead = Date.parse(clock.json.now) - Date.now();
  assert.ok(Math.abs(ahead - clock.json.offset_ms) < 10000, clock.text);
});

test('a reset returns to the provisioned state', async (t) => {
  const server = await start(t, { memory: true });
  const { token } = await signIn(server);
  await control(server, 'POST', 'clock', { advance_seconds: 60 });
  await control(server, 'POST', 'faults', { path: '/readyz', status: 503, times: 100 });
  assert.equal((await control(server, 'POST', 'reset')).status, 204);
  assert.equal(await isAccepted(server, token), false);
  assert.ok(await isAccepted(server, (await signIn(server)).token));
  assert.equal((await control(server, 'GET', 'clock')).json.offset_ms, 0);
  assert.equal((await ask(server, 'GET', '/readyz')).status, 200);
});

/** The ids of the keys in the JWKS of WorkOS' dialect, for the environment of a client token. */
async function keyIds(server, clientId) {
  const { json } = await ask(server, 'GET', `/sso/jwks/${clientId}`);
  return json.keys.map((key) => key.kid);
}

test('the key of a first token is in the JWKS, and a reset ends it', async (t) => {
  const server = await start(t, { memory: true });
  const { token } = (await clientToken(server)).json;
  const { kid } = decodeProtectedHeader(token);
  const { client_id } = decodeJwt(token);
  assert.deepEqual(await keyIds(server, client_id), [kid]);
  assert.equal((await control(server, 'POST', 'reset')).status, 204);
  const [next, ...others] = await keyIds(server, client_id);
  assert.deepEqual(others, []);
  assert.notEqual(next, kid);
});

test('a seed makes ids equal in each run and after a reset, and secrets differ', async (t) => {
  const whoami = async (server) => {
    const { token } = await signIn(server);
    return { token, ...(await ask(server, 'GET', '/v1/whoami', { headers: bearer(token) })).json };
  };
  const seeded = () => start(t, { memory: true, args: ['--seed', '7'] });
  const [first, second] = [await seeded(), await seeded()];
  const [a, b] = [await whoami(first), await whoami(second)];
  assert.equal(typeof a.session_id, 'string', JSON.stringify(a));
  assert.equal(a.session_id, b.session_id);
  assert.notEqual(a.token, b.token);
  await control(first, 'POST', 'reset');
  const again = await whoami(first);
  assert.equal(again.session_id, a.session_id);
  assert.notEqual(again.token, a.token);
  assert.equal(await isAccepted(first, a.token), false);
  const other = await start(t, { memory: true, args: ['--seed', '8'] });
  assert.notEqual((await whoami(other)).session_id, a.session_id);
  assert.match(command(['serve', '--seed', '7']).stderr, /--seed: only a server with --memory/);
});

test('resets during requests lose none of them', async (t) => {
  const server = await start(t, { memory: true });
  let ends = false;
  const clients = Array.from({ length: 4 }, async () => {
    let answered = 0;
    while (!ends) {
      const { token } = await signIn(server);
      assert.equal(typeof token, 'string');
      answered += 1;
    }
    return answered;
  });
  for (let i = 0; i < 5; ++i) assert.equal((await control(server, 'POST', 'reset')).status, 204);
  ends = true;
  for (const answered of await Promise.all(clients)) assert.ok(answered > 0);
});

test('the code of an email is in the mailbox at once and signs in', async (t) => {
  const server = await start(t, { memory: true });
  const email = 'ann@example.test';
  const key = bearer('sk_test_0000000000000000000000000000');
  const sent = await ask(server, 'POST', '/user_management/magic_auth', {
    headers: { ...asJson, ...key },
    body: JSON.stringify({ email }),
  });
  assert.equal(sent.status, 201, sent.text);
  const { emails } = (await control(server, 'GET', 'mailbox')).json;
  assert.equal(emails.length, 1);
  const [{ to, kind, code }] = emails;
  assert.deepEqual({ to, kind, code }, { to: email, kind: 'magic_auth', code: sent.json.code });
  assert.ok(!server.log.includes(code), 'the code is in the log');
  assert.equal((await control(server, 'DELETE', 'mailbox')).status, 204);
  assert.deepEqual((await control(server, 'GET', 'mailbox')).json, { emails: [] });
});

test('a fault fails or delays the given number of requests of a route', async (t) => {
  const server = await start(t, { memory: true });
  await control(server, 'POST', 'faults', {
    method: 'POST',
    path: '/auth/login',
    status: 503,
    times: 1,
  });
  assert.equal((await signIn(server)).code, 'injected_fault');
  const { token } = await signIn(server);
  assert.ok(token);
  await control(server, 'POST', 'faults', { path: '/v1/whoami', delay_ms: 300 });
  const before = performance.now();
  assert.equal(await isAccepted(server, token), true);
  assert.ok(performance.now() - before >= 299);
  const wrong = await control(server, 'POST', 'faults', { path: '/v1/whoami', status: 200 });
  assert.equal(wrong.status, 400);
  assert.match(wrong.json.detail, /status: a whole number from 400 to 599/);
});

test('the testing routes refuse web pages and requests of a proxy', async (t) => {
  const server = await start(t, { memory: true });
  for (const headers of [{ Origin: 'https://evil.example' }, { 'X-Forwarded-For': '192.0.2.1' }]) {
    const refused = await ask(server, 'POST', '/v1/testing/reset', { headers });
    assert.equal(refused.status, 403);
    assert.equal(refused.json.code, 'testing_routes_are_local');
  }
  assert.equal((await control(server, 'POST', 'reset')).status, 204);
});

test('a server with a data folder has no testing routes', async (t) => {
  const server = await start(t);
  for (const [method, name, body] of [
    ['GET', 'clock'],
    ['POST', 'clock', { advance_seconds: 3600 }],
    ['POST', 'reset'],
    ['GET', 'faults'],
    ['POST', 'faults', { path: '/readyz', status: 503 }],
    ['DELETE', 'faults'],
  ]) {
    assert.equal((await control(server, method, name, body)).status, 404, `${method} ${name}`);
  }
  assert.equal((await ask(server, 'GET', '/readyz')).status, 200);
});

test('--memory refuses a data folder, and HTTPS without a certificate', (t) => {
  const both = command(['serve', '--memory', '--data', path.join(folder(t), 'data')]);
  assert.equal(both.status, 1);
  assert.match(both.stderr, /--data: a server with --memory has no data folder/);
  const https = command(['serve', '--memory', '--https', '127.0.0.1:0']);
  assert.equal(https.status, 1);
  assert.match(https.stderr, /server\.https: with --memory it needs tls\.certificate/);
});
