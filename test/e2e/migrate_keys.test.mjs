// examples/migrate/unkey.py: API keys of Unkey keep their values.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { ask, asJson, bearer, command, root, start } from './server.mjs';

const key = 'sk_test_0000000000000000000000000000'; // of demo.toml
const digest = (text, form) => createHash('sha256').update(text).digest(form);
const live = 'shop_3ZvSVhQ8Jm2nT5xRkPqW7yAb';
const inHex = 'sk_live_AbCdEfGhIjKlMnOpQrStUv';
const off = 'shop_9ZvSVhQ8Jm2nT5xRkPqW7yAb';

/** Runs the program on records; the result and the name of the file that it has made. */
function move(t, url, records) {
  const folder = mkdtempSync(path.join(tmpdir(), 'bearward-move-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'keys.ndjson');
  writeFileSync(file, records.map((record) => JSON.stringify(record)).join('\n'));
  const program = path.join(root, 'examples/migrate/unkey.py');
  const env = { ...process.env, BEARWARD_KEY: key };
  const made = spawnSync('python3', [program, file, url], { encoding: 'utf8', env });
  const keys = path.join(folder, 'keys.toml');
  writeFileSync(keys, made.stdout);
  return { made, keys };
}

test('keys of Unkey are moved by their digests and keep their values', async (t) => {
  const server = await start(t);
  const { made, keys } = move(t, server.http, [
    { hash: digest(live, 'base64'), name: 'First', externalId: 'shop-1',
      permissions: ['forms:read'], expires: Date.now() + 3_600_000 },
    { hash: { value: digest(inHex, 'hex'), variant: 'sha256_hex' }, externalId: 'shop-2' },
    { hash: digest(off, 'base64'), externalId: 'shop-1', enabled: false },
    { hash: { value: '$2b$10$abc', variant: 'bcrypt' }, externalId: 'shop-1' },
    { hash: digest('x', 'base64') },
  ]);
  assert.match(made.stderr, /^key 4 is not moved: .*bcrypt/m);
  assert.match(made.stderr, /^key 5 is not moved: it has no externalId/m);
  assert.match(made.stderr, /^2 moved, 1 left out, 2 failed$/m);
  assert.equal(made.status, 1);
  for (const secret of [live, inHex, key]) assert.ok(!made.stdout.includes(secret));

  const whoami = (text) => ask(server, 'GET', '/v1/whoami', { headers: bearer(text) });
  assert.equal((await whoami(live)).status, 401, 'before');
  const apply = () => command(['apply', keys, '--data', server.data]);
  const applied = apply();
  assert.equal(applied.status, 0, applied.stderr);
  assert.match(applied.stdout + applied.stderr, /organization api key First/);

  const caller = await ask(server, 'GET', '/v1/whoami', { headers: { 'X-Api-Key': live } });
  assert.equal(caller.status, 200, caller.text);
  assert.deepEqual(caller.json.permissions, ['forms:read']);
  assert.equal(caller.json.organization.name, 'shop-1');
  assert.ok(caller.json.expires_at);
  assert.equal((await whoami(inHex)).json.organization.name, 'shop-2');
  for (const refused of [off, `${live}x`, live.toLowerCase(), digest(live, 'hex')]) {
    assert.equal((await whoami(refused)).status, 401, refused);
  }
  const validated = await ask(server, 'POST', '/api_keys/validations', {
    headers: { ...asJson, ...bearer(key) }, body: JSON.stringify({ value: inHex }),
  });
  assert.match(validated.json.api_key.obfuscated_value, /^sha256:[0-9a-f]{8}\.\.\.$/);

  const place = `/api_keys/${validated.json.api_key.id}`;
  const deleted = await ask(server, 'DELETE', place, { headers: bearer(key) });
  assert.equal(deleted.status, 204);
  assert.equal((await whoami(inHex)).status, 401, 'deleted');
  assert.equal(apply().status, 0);
  assert.equal((await whoami(inHex)).status, 401, 'it stays deleted');
});

test('rows of a database dump have their times as texts in UTC', async (t) => {
  const server = await start(t);
  const row = (text, more) => ({ hash: digest(text, 'base64'), owner_id: 'shop-3', ...more });
  const past = '2020-01-01 00:00:00.000';
  const { made } = move(t, server.http, [
    row(live, { expires: '2099-05-06 07:08:09.000', deleted_at: null, enabled: 1 }),
    row(off, { expires: past }),
    row(off, { deleted_at: past }),
    row(off, { expires: 'tomorrow' }),
    row(off, { expires: ['2099'] }),
    row(off, { hash: 7 }),
  ]);
  assert.match(made.stdout, /^expires_at = "2099-05-06T07:08:09Z"$/m);
  assert.equal(made.stdout.match(/^value_sha256/gm).length, 1);
  for (const number of [4, 5, 6]) {
    assert.match(made.stderr, new RegExp(`^key ${number} is not moved: `, 'm'));
  }
  assert.match(made.stderr, /^1 moved, 2 left out, 3 failed$/m);
  assert.equal(made.status, 1);
});

test('a server that cannot be reached ends the move with a message', async (t) => {
  const records = [live, inHex].map((text) => ({
    hash: digest(text, 'base64'), externalId: 'shop-4',
  }));
  const { made } = move(t, 'http://127.0.0.1:9', records);
  assert.match(made.stderr, /^the move has ended early: .*refused/m);
  assert.match(made.stderr, /^0 moved, 0 left out, 1 failed$/m);
  assert.equal(made.status, 1);
  assert.equal(made.stdout, '');
});
