// `bearward migrate` between SQLite and PostgreSQL.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ask, bearer, command, dataFolder, signIn, start } from './server.mjs';
import { postgres } from './postgres.mjs';

const whoami = async (server, token) =>
  (await ask(server, 'GET', '/v1/whoami', { headers: bearer(token) })).status;

async function stop(server) {
  server.process.kill('SIGTERM');
  assert.equal((await server.ended).code, 0, server.log);
}

function migrate(engine, data, url) {
  return command(['migrate', engine, '--data', data, '--json'], {
    env: { ...process.env, BEARWARD_STORAGE__URL: url },
  });
}

test('migrate: tokens and events survive the way to PostgreSQL and back', async (t) => {
  const database = await postgres(t);
  let server = await start(t);
  const { data } = server;
  const first = (await signIn(server)).token;
  const inUse = migrate('postgres', data, database.url);
  assert.equal(inUse.status, 1);
  assert.match(inUse.stderr, /Stop it first|in use|serves/);
  await stop(server);

  const there = migrate('postgres', data, database.url);
  assert.equal(there.status, 0, there.stderr);
  assert.equal(there.stderr, '');
  const rows = (name) => JSON.parse(there.stdout).tables.find((table) => table.name === name).rows;
  assert.ok(rows('events') > 0 && rows('sessions') === 1);

  server = await start(t, { data, apply: '', env: { BEARWARD_STORAGE__URL: database.url } });
  assert.equal(await whoami(server, first), 200);
  const second = (await signIn(server)).token;
  const refused = migrate('sqlite', data, database.url);
  assert.equal(refused.status, 1);
  await stop(server);

  const back = dataFolder(t);
  mkdirSync(back, { mode: 0o700 });
  copyFileSync(path.join(data, 'master.key'), path.join(back, 'master.key'));
  const home = migrate('sqlite', back, database.url);
  assert.equal(home.status, 0, home.stderr);
  server = await start(t, { data: back, apply: '' });
  assert.equal(await whoami(server, first), 200);
  assert.equal(await whoami(server, second), 200);
  await stop(server);
  assert.equal(command(['check', '--data', back]).status, 0);
});

test('migrate: an altered event is copied and named', async (t) => {
  const database = await postgres(t);
  const server = await start(t);
  const { data } = server;
  await stop(server);
  const script =
    'import sqlite3, sys\n' +
    'with sqlite3.connect(sys.argv[1]) as db:\n' +
    '  db.execute("UPDATE events SET target = \'x\' WHERE number = 1")';
  const altered = spawnSync('python3', ['-c', script, path.join(data, 'bearward.db')]);
  assert.equal(altered.status, 0, `${altered.stderr}`);
  const there = migrate('postgres', data, database.url);
  assert.equal(there.status, 0, there.stderr);
  assert.match(there.stderr, /event log: event 1 was altered/);
  const back = dataFolder(t);
  mkdirSync(back, { mode: 0o700 });
  copyFileSync(path.join(data, 'master.key'), path.join(back, 'master.key'));
  const home = migrate('sqlite', back, database.url);
  assert.equal(home.status, 0, home.stderr);
  assert.match(home.stderr, /event log: event 1 was altered/);
});

test('migrate: a wrong key, a target with data and a missing source are refused', async (t) => {
  const database = await postgres(t);
  const server = await start(t);
  const { data } = server;
  await stop(server);
  const refused = (result, text) => {
    assert.equal(result.status, 1);
    assert.ok(result.stderr.includes(text), result.stderr);
  };
  refused(migrate('postgres', dataFolder(t), database.url), 'there is no database');
  refused(migrate('postgres', data, ''), 'storage.url');
  const other = path.join(path.dirname(data), 'other.key');
  writeFileSync(other, `other:${'0123456789abcdef'.repeat(4)}\n`, { mode: 0o600 });
  const env = { BEARWARD_STORAGE__URL: database.url, BEARWARD_MASTER_KEY_FILE: other };
  const wrong = command(['migrate', 'postgres', '--data', data], {
    env: { ...process.env, ...env },
  });
  refused(wrong, 'master key');
  assert.equal(migrate('postgres', data, database.url).status, 0);
  refused(migrate('postgres', data, database.url), 'has data');
  refused(migrate('sqlite', data, database.url), 'this folder has a database');
});
