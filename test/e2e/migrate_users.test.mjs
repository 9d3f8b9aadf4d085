// examples/migrate/users.py: users of other products sign in with the passwords that they have.
import assert from 'node:assert/strict';
import { pbkdf2Sync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { spawnSync } from 'node:child_process';
import { ask, asJson, bearer, root, start } from './server.mjs';

const key = 'sk_test_0000000000000000000000000000';

/** Runs the program on an export. */
function move(t, server, product, text) {
  const folder = mkdtempSync(path.join(tmpdir(), 'bearward-move-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'export.json');
  writeFileSync(file, text);
  return spawnSync('python3', [path.join(root, 'examples/migrate/users.py'), product, file,
    server.http], { encoding: 'utf8', env: { ...process.env, BEARWARD_KEY: key } });
}

async function signIn(server, email, password) {
  const whoami = await ask(server, 'GET', '/v1/whoami', { headers: bearer(key) });
  return ask(server, 'POST', '/user_management/authenticate', {
    headers: asJson,
    body: JSON.stringify({ client_id: whoami.json.environment.client_id, client_secret: key,
      grant_type: 'password', email, password }),
  });
}

/** A password of Keycloak as its export shows it. */
function keycloakPassword(password, digest, rounds) {
  const salt = Buffer.from(`salt of ${password}`);
  const value = pbkdf2Sync(password, salt, rounds, digest === 'sha512' ? 64 : 32, digest);
  return {
    type: 'password',
    secretData: JSON.stringify({ value: value.toString('base64'), salt: salt.toString('base64') }),
    credentialData: JSON.stringify({ hashIterations: rounds, algorithm: `pbkdf2-${digest}` }),
  };
}

test('users of Keycloak keep their passwords, names and verified addresses', async (t) => {
  const server = await start(t, { memory: true });
  const realm = JSON.stringify({
    realm: 'shop',
    users: [
      { id: 'kc-1', email: 'kim@moved.example', firstName: 'Kim', emailVerified: true,
        credentials: [keycloakPassword('the password of kim', 'sha256', 27_500)] },
      { id: 'kc-2', email: 'lee@moved.example', enabled: true,
        credentials: [keycloakPassword('the password of lee', 'sha512', 10_000)] },
      { id: 'kc-3', email: 'off@moved.example', enabled: false },
      { id: 'kc-4', email: 'robot@moved.example', serviceAccountClientId: 'robot' },
      { id: 'kc-5', email: 'odd@moved.example', credentials: [{ type: 'password',
        secretData: '{"value":"aaaa","salt":"bbbb"}',
        credentialData: '{"hashIterations":1,"algorithm":"rot13"}' }] },
    ],
  });
  const first = move(t, server, 'keycloak', realm);
  assert.equal(first.stdout, '2 moved, 0 kept, 1 failed\n', first.stderr);
  assert.equal(first.status, 1);
  assert.match(first.stderr, /^user 3 is not moved: .*rot13/);
  for (const secret of ['aaaa', 'bbbb', key]) assert.ok(!first.stderr.includes(secret));

  const signedIn = await signIn(server, 'kim@moved.example', 'the password of kim');
  assert.equal(signedIn.status, 200, signedIn.text);
  const { user } = signedIn.json;
  assert.deepEqual([user.first_name, user.email_verified, user.external_id], ['Kim', true, 'kc-1']);
  assert.equal((await signIn(server, 'lee@moved.example', 'the password of lee')).status, 200);
  assert.notEqual((await signIn(server, 'lee@moved.example', 'another password')).status, 200);
  for (const absent of ['off', 'robot', 'odd']) {
    const found = await ask(server, 'GET', `/user_management/users?email=${absent}@moved.example`,
      { headers: bearer(key) });
    assert.deepEqual(found.json.data, [], absent);
  }
  assert.equal(move(t, server, 'keycloak', realm).stdout, '0 moved, 2 kept, 1 failed\n');
});

test('users of Auth0 keep their passwords', async (t) => {
  const server = await start(t, { memory: true });
  const lines = [
    { user_id: 'auth0|1', email: 'bo@moved.example', email_verified: true, given_name: 'Bo',
      passwordHash: '$2b$05$abcdefghijklmnopqrstuurMyYRDCvSp0MW4RncTxztr/y4ZPn9ka' },
    { user_id: 'auth0|2', email: 'social@moved.example' },
  ];
  const done = move(t, server, 'auth0', lines.map((line) => JSON.stringify(line)).join('\n'));
  assert.equal(done.stdout, '2 moved, 0 kept, 0 failed\n', done.stderr);
  const signedIn = await signIn(server, 'bo@moved.example', 'the password of bo');
  assert.equal(signedIn.status, 200, signedIn.text);
  assert.equal(signedIn.json.user.external_id, 'auth0|1');
});
