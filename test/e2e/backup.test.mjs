import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readdirSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import {
  ask,
  asJson,
  bearer,
  binary,
  command,
  dataFolder,
  demo,
  signIn,
  start,
} from './server.mjs';

const PROBLEMS_FOUND = 3;

/** A new data folder with the master key of another one. */
function folderWithKeyOf(t, data) {
  const folder = dataFolder(t);
  mkdirSync(folder);
  copyFileSync(path.join(data, 'master.key'), path.join(folder, 'master.key'));
  return folder;
}

const besideOf = (data, name) => path.join(path.dirname(data), name);

const backUp = (data, file) => command(['backup', file, '--data', data, '--json']);
const restore = (data, file, ...flags) => command(['restore', file, '--data', data, ...flags]);

function check(data, ...file) {
  const run = command(['check', ...file, '--data', data, '--json']);
  return { status: run.status, stderr: run.stderr, report: JSON.parse(run.stdout || 'null') };
}

// Asks for tokens until `storm.ends`, and keeps every token that was answered.
async function askForTokens(server, storm) {
  const body = JSON.stringify({
    grant_type: 'client_credentials',
    client_id: 'WS-ApplicationUser_report',
    client_secret: '0123456789abcdef0123456789abcdef',
  });
  while (!storm.ends) {
    const answer = await ask(server, 'POST', '/oauth/token', { headers: asJson, body });
    assert.equal(answer.status, 200, answer.text);
    storm.tokens.push(answer.json.access_token);
  }
}

async function isAccepted(server, token) {
  return (await ask(server, 'GET', '/v1/whoami', { headers: bearer(token) })).status === 200;
}

test('a backup during writes has every token that was answered before it', async (t) => {
  const server = await start(t);
  const storm = { tokens: [], ends: false };
  const clients = Array.from({ length: 8 }, () => askForTokens(server, storm));
  while (storm.tokens.length < 200) await new Promise((resolve) => setImmediate(resolve));
  const before = storm.tokens.slice();
  const file = besideOf(server.data, 'backup.db');
  const backup = spawn(binary, ['backup', file, '--data', server.data]);
  assert.deepEqual(await once(backup, 'exit'), [0, null]);
  storm.ends = true;
  await Promise.all(clients);
  assert.ok(storm.tokens.length > before.length, 'no token was issued during the backup');
  assert.equal(statSync(file).mode & 0o777, 0o600);

  const data = folderWithKeyOf(t, server.data);
  const restored = restore(data, file);
  assert.equal(restored.status, 0, restored.stderr);
  const checked = check(data);
  assert.equal(checked.status, 0, checked.stderr);
  assert.deepEqual(
    checked.report.checks.map(({ name, ok }) => [name, ok]),
    [
      ['integrity', true],
      ['foreign_keys', true],
      ['schema', true],
      ['events', true],
      ['event_chain', true],
      ['sealed_keys', true],
    ],
  );
  const second = await start(t, { data, apply: null });
  for (const token of before) assert.ok(await isAccepted(second, token));
});

test('a restore undoes later revocations, and the replaced database lists them', async (t) => {
  const server = await start(t);
  const { token } = await signIn(server);
  const file = besideOf(server.data, 'backup.db');
  const backup = backUp(server.data, file);
  assert.equal(backup.status, 0, backup.stderr);
  const { newest_event } = JSON.parse(backup.stdout);
  const logout = await ask(server, 'POST', '/auth/logout', { headers: bearer(token) });
  assert.ok(logout.status < 300, logout.text);
  assert.equal(await isAccepted(server, token), false);

  assert.equal(restore(server.data, file, '--replace').status, 1);
  server.process.kill('SIGTERM');
  await server.ended;
  assert.match(restore(server.data, file).stderr, /has a database.*--replace/);
  const restored = restore(server.data, file, '--replace');
  assert.equal(restored.status, 0, restored.stderr);
  const [, old] = restored.stdout.match(/The replaced database is (\S+)\.\n/);
  assert.ok(check(server.data, old).report.newest_event > newest_event);
  const second = await start(t, { data: server.data, apply: null });
  assert.equal(await isAccepted(second, token), true);
});

test('restore refuses a folder that a process uses', async (t) => {
  const server = await start(t);
  const file = besideOf(server.data, 'backup.db');
  backUp(server.data, file);
  const served = restore(server.data, file, '--replace');
  assert.equal(served.status, 1);
  assert.match(served.stderr, new RegExp(`process ${server.process.pid} serves this data folder`));

  // A program that has the database open, as `apply` has while it runs.
  server.process.kill('SIGTERM');
  await server.ended;
  const script =
    'import sqlite3, sys\n' +
    'db = sqlite3.connect(sys.argv[1])\n' +
    'db.execute("SELECT count(*) FROM events").fetchone()\n' +
    'print("open", flush=True)\n' +
    'sys.stdin.read()';
  const reader = spawn('python3', ['-c', script, path.join(server.data, 'bearward.db')]);
  const gone = once(reader, 'exit');
  await once(createInterface(reader.stdout), 'line');
  const used = restore(server.data, file, '--replace');
  reader.stdin.end();
  await gone;
  assert.equal(used.status, 1);
  assert.match(used.stderr, new RegExp(`process ${reader.pid} uses this database`));
  assert.equal(restore(server.data, file, '--replace').status, 0);
});

test('check runs beside a server, and its exit code says what it found', async (t) => {
  const server = await start(t);
  const sound = check(server.data);
  assert.equal(sound.status, 0, sound.stderr);
  assert.equal(sound.report.ok, true);
  const file = besideOf(server.data, 'backup.db');
  backUp(server.data, file);
  truncateSync(file, statSync(file).size - 8192);
  const damaged = check(server.data, file);
  assert.equal(damaged.status, PROBLEMS_FOUND);
  assert.equal(damaged.report.ok, false);
  const refused = restore(folderWithKeyOf(t, server.data), file);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /backup\.db: the database is damaged \(/);
  const missing = check(server.data, `${file}.missing`);
  assert.equal(missing.status, 1);
  assert.match(missing.stderr, /there is no such file/);
});

test('backup replaces no file and leaves none after a failure', (t) => {
  const data = dataFolder(t);
  command(['apply', demo, '--data', data]);
  const file = besideOf(data, 'backup.db');
  assert.equal(backUp(data, file).status, 0);
  const again = backUp(data, file);
  assert.equal(again.status, 1);
  assert.match(again.stderr, /backup replaces no file/);
  const nowhere = backUp(data, besideOf(data, 'missing/backup.db'));
  assert.match(nowhere.stderr, /missing\/backup\.db\.partial: cannot be made/);
  assert.deepEqual(readdirSync(path.dirname(data)).sort(), ['backup.db', 'data']);
});

test('a backup of a newer version is refused with the advice to run that version', (t) => {
  const data = dataFolder(t);
  command(['apply', demo, '--data', data]);
  const file = besideOf(data, 'backup.db');
  backUp(data, file);
  const script =
    'import sqlite3, sys\n' +
    'db = sqlite3.connect(sys.argv[1])\n' +
    "db.execute(\"INSERT INTO schema_version (version, name) VALUES (9999, '9999_later')\")\n" +
    'db.commit()';
  assert.equal(spawnSync('python3', ['-c', script, file]).status, 0);
  assert.equal(check(data, file).status, PROBLEMS_FOUND);
  const refused = restore(folderWithKeyOf(t, data), file);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /is 9999_later, .*Run the version that wrote it, or a newer one/);
});
