import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { ask, asJson, bearer, dataFolder, start } from './server.mjs';

const body = JSON.stringify({
  grant_type: 'client_credentials',
  client_id: 'WS-ApplicationUser_report',
  client_secret: '0123456789abcdef0123456789abcdef',
});

// Asks for tokens until the server is gone, and keeps every token that was answered.
async function storm(server, answered) {
  for (;;) {
    try {
      const answer = await ask(server, 'POST', '/oauth/token', { headers: asJson, body });
      if (answer.status === 200) answered.push(answer.json.access_token);
    } catch {
      return;
    }
  }
}

// Sessions, their events, and the numbers of all events, read by another program.
function countRows(data) {
  const script = `
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
one = lambda sql: db.execute(sql).fetchone()[0]
print(one("PRAGMA integrity_check"), one("SELECT count(*) FROM sessions"),
      one("SELECT count(*) FROM events WHERE type = 'session.created'"),
      one("SELECT max(number) - count(*) FROM events"))`;
  const database = path.join(data, 'bearward.db');
  const run = spawnSync('python3', ['-c', script, database], {
    encoding: 'utf8',
  });
  assert.equal(run.status, 0, run.stderr);
  return run.stdout.trim().split(' ');
}

test('kill -9 in a write storm loses no answered write and halves none', async (t) => {
  const data = dataFolder(t);
  const first = await start(t, { data });
  const answered = [];
  const storms = Array.from({ length: 32 }, () => storm(first, answered));
  while (answered.length < 500) await new Promise((resolve) => setImmediate(resolve));
  first.process.kill('SIGKILL');
  await Promise.all(storms);
  await first.ended;

  const second = await start(t, { data, apply: null });
  for (const token of answered) {
    const whoami = await ask(second, 'GET', '/v1/whoami', { headers: bearer(token) });
    assert.equal(whoami.status, 200, whoami.text);
  }
  const [integrity, sessions, created, gaps] = countRows(data);
  assert.equal(integrity, 'ok');
  assert.equal(sessions, created, 'a session without its event, or the reverse');
  assert.equal(gaps, '0', 'the event numbers have a gap');
  assert.ok(Number(sessions) >= answered.length);
});
