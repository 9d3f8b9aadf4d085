// Several nodes on one PostgreSQL database: the failover cases of docs/design/0009-nodes.md. The
// bounds are those of an idle machine with two cores, times the factor of TEST_TIME_FACTOR.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { ask, bearer, clientToken, command, dataFolder, demo, signIn, start } from './server.mjs';
import { node, postgres, sendNow } from './postgres.mjs';

const whoami = async (server, token) =>
  (await ask(server, 'GET', '/v1/whoami', { headers: bearer(token) })).status;
const logOut = (server, token) =>
  ask(server, 'POST', '/auth/logout', { headers: bearer(token) });

/** A machine that does other work at the same time needs more time (CONTRIBUTING.md). */
const factor = Number(process.env.TEST_TIME_FACTOR ?? 2);

/** Fails if something took longer than its bound; both in milliseconds. */
function within(t, what, milliseconds, bound) {
  t.diagnostic(`${what}: ${milliseconds.toFixed(0)} ms, bound ${bound} ms x ${factor}`);
  assert.ok(milliseconds <= bound * factor, `${what}: ${milliseconds} ms`);
}

/** The time between two looks at a condition. */
const tick = () => new Promise((resolve) => setTimeout(resolve, 5));

/** A token that both nodes have in memory. */
async function knownToken(nodes) {
  const { token } = await signIn(nodes[0]);
  for (const one of nodes) assert.equal(await whoami(one, token), 200);
  return token;
}

/** Grants from one node until `end`: the acknowledged sessions, statuses, longest silence. */
function grants(server) {
  const seen = { sessions: new Set(), statuses: new Set(), gap: 0, ended: false };
  let last = performance.now();
  const run = async () => {
    while (!seen.ended) {
      let answer;
      try {
        answer = await clientToken(server);
      } catch {
        seen.statuses.add('closed');
        return;
      }
      seen.statuses.add(answer.status);
      if (answer.status >= 300) continue;
      seen.gap = Math.max(seen.gap, performance.now() - last);
      last = performance.now();
      const claims = JSON.parse(Buffer.from(answer.json.token.split('.')[1], 'base64url'));
      seen.sessions.add(claims.sid ?? claims.jti);
    }
  };
  seen.done = Promise.all(Array.from({ length: 4 }, run));
  seen.end = async () => {
    seen.ended = true;
    await seen.done;
  };
  return seen;
}

/** What was acknowledged is in the log, once, and the log has no gap. */
function checkLog(database, acknowledged) {
  const [count, first, last] = database
    .sql('SELECT count(*), min(number), max(number) FROM bearward.events')
    .split('|')
    .map(Number);
  assert.equal(count, last - first + 1, 'no gap');
  const targets = database
    .sql("SELECT target FROM bearward.events WHERE type IN ('session.created', 'token.issued')")
    .split('\n');
  const written = new Set(targets);
  assert.equal(written.size, targets.length, 'nothing twice');
  for (const session of acknowledged) assert.ok(written.has(session), `${session} is lost`);
}

test('nodes: 200 revocations are known to the other node when they are answered', async (t) => {
  const database = await postgres(t);
  const nodes = [await node(t, database), await node(t, database, { apply: '' })];
  const times = [];
  let stale = 0;
  for (let i = 0; i < 200; i += 1) {
    const token = await knownToken(nodes);
    const begin = performance.now();
    assert.equal((await logOut(nodes[0], token)).status, 200);
    times.push(performance.now() - begin);
    if ((await whoami(nodes[1], token)) === 200) stale += 1;
  }
  times.sort((a, b) => a - b);
  assert.equal(stale, 0);
  within(t, 'p99 of the answer', times[198], 50);
});

/** Stops a node, revokes on the other one, and counts what the stopped one allows afterwards. */
async function staleAfterPause(nodes, milliseconds) {
  const [one, two] = nodes;
  const token = await knownToken(nodes);
  two.process.kill('SIGSTOP');
  const begin = performance.now();
  const out = logOut(one, token);
  const answered = out.then(() => performance.now() - begin);
  assert.equal((await out).status, 200);
  const waiting = Array.from({ length: 200 }, () => sendNow(two, '/v1/whoami', token));
  await Promise.all(waiting.map((request) => request.sent));
  const left = milliseconds - (performance.now() - begin);
  await new Promise((resolve) => setTimeout(resolve, left));
  two.process.kill('SIGCONT');
  const statuses = await Promise.all(waiting.map((request) => request.status));
  return { allowed: statuses.filter((status) => status === 200).length, answered: await answered };
}

test('nodes: a node that was paused for 10 s allows nothing revoked meanwhile', async (t) => {
  const database = await postgres(t);
  const nodes = [await node(t, database), await node(t, database, { apply: '' })];
  const { allowed, answered } = await staleAfterPause(nodes, 10_000);
  assert.equal(allowed, 0);
  within(t, 'answer of the revocation', answered, 1200);
  assert.equal(await whoami(nodes[1], await knownToken(nodes)), 200, 'the node works again');
});

// The test of the test above: a node whose lease never ends, because its clock stands still.
test('nodes: without the lease a paused node allows revoked tokens', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'bearward-clock-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const source = path.join(folder, 'clock.c');
  const library = path.join(folder, 'clock.so');
  writeFileSync(
    source,
    `#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
int clock_gettime(clockid_t clock, struct timespec* now) {
  static int (*real)(clockid_t, struct timespec*);
  if (!real) real = (int (*)(clockid_t, struct timespec*))dlsym(RTLD_NEXT, "clock_gettime");
  if (clock != CLOCK_BOOTTIME) return real(clock, now);
  now->tv_sec = 1000;
  now->tv_nsec = 0;
  return 0;
}
`,
  );
  const built = spawnSync('cc', ['-shared', '-fPIC', '-o', library, source, '-ldl']);
  assert.equal(built.status, 0, String(built.stderr));
  const database = await postgres(t);
  const nodes = [
    await node(t, database),
    await node(t, database, { apply: '', env: { LD_PRELOAD: library } }),
  ];
  // Which of the waiting requests and the events the node reads first is not determined.
  let stale = 0;
  for (let i = 0; i < 20 && stale === 0; i += 1) {
    stale = (await staleAfterPause(nodes, 1500)).allowed;
  }
  assert.ok(stale > 0, 'the test above cannot fail');
});

test('nodes: the other node grants on after kill -9 of one in the middle of grants', async (t) => {
  const database = await postgres(t);
  const nodes = [await node(t, database), await node(t, database, { apply: '' })];
  const all = nodes.map(grants);
  while (all[0].sessions.size < 200 || all[1].sessions.size < 200) await tick();
  // What this machine does besides also silences a node.
  const usual = all[1].gap;
  all[1].gap = 0;
  nodes[0].process.kill('SIGKILL');
  await nodes[0].ended;
  const before = all[1].sessions.size;
  while (all[1].sessions.size < before + 200) await tick();
  await Promise.all(all.map((one) => one.end()));
  // The kernel closes the connections of a dead process, and PostgreSQL then ends its transaction.
  t.diagnostic(`longest silence before: ${usual.toFixed(0)} ms`);
  within(t, 'longest silence of the other node, beyond that', all[1].gap - usual, 100);
  checkLog(database, [...all[0].sessions, ...all[1].sessions]);
  const token = (await signIn(nodes[1])).token;
  assert.equal((await logOut(nodes[1], token)).status, 200, 'the dead node is not waited for');
});

test('nodes: the other node grants on while one is stopped in the middle of grants', async (t) => {
  const database = await postgres(t);
  const nodes = [await node(t, database), await node(t, database, { apply: '' })];
  const all = nodes.map(grants);
  const more = async (which, count) => {
    const wanted = which.sessions.size + count;
    while (which.sessions.size < wanted) await tick();
  };
  await Promise.all(all.map((one) => more(one, 50)));
  for (let i = 0; i < 8; i += 1) {
    // Most of the time the writer holds the lock, or waits for it.
    nodes[0].process.kill('SIGSTOP');
    await more(all[1], 50);
    nodes[0].process.kill('SIGCONT');
    await more(all[0], 20);
  }
  await Promise.all(all.map((one) => one.end()));
  within(t, 'longest silence of the other node', all[1].gap, 1100);
  for (const one of all) assert.ok(!one.statuses.has(401), 'a pause is no refusal');
  checkLog(database, [...all[0].sessions, ...all[1].sessions]);
});

test('nodes: five restarts of the database lose no acknowledged grant', async (t) => {
  const database = await postgres(t);
  const nodes = [await node(t, database), await node(t, database, { apply: '' })];
  const all = nodes.map(grants);
  for (let i = 0; i < 5; i += 1) {
    const before = all.map((one) => one.sessions.size);
    await database.stop();
    await database.start();
    while (all.some((one, index) => one.sessions.size < before[index] + 20)) {
      await tick();
    }
  }
  await Promise.all(all.map((one) => one.end()));
  for (const one of all) {
    within(t, `longest silence, statuses ${[...one.statuses]}`, one.gap, 2000);
    assert.ok(!one.statuses.has(401), 'an outage is no refusal');
    assert.ok(!one.statuses.has('closed'));
  }
  checkLog(database, [...all[0].sessions, ...all[1].sessions]);
});

test('nodes: a hundred ended backends lose nothing and write nothing twice', async (t) => {
  const database = await postgres(t);
  const one = await node(t, database);
  const seen = grants(one);
  let ended = 0;
  while (ended < 100) {
    ended += Number(
      database.sql(
        'SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity' +
          " WHERE query LIKE '%COMMIT%' AND application_name = 'bearward'",
      ),
    );
    await tick();
  }
  const before = seen.sessions.size;
  while (seen.sessions.size < before + 20) await tick();
  await seen.end();
  assert.ok(!seen.statuses.has(401));
  checkLog(database, [...seen.sessions]);
});

test('nodes: without the database memory answers for the lease, then 503', async (t) => {
  const database = await postgres(t);
  const nodes = [await node(t, database), await node(t, database, { apply: '' })];
  const token = await knownToken(nodes);
  await database.stop();
  const begin = performance.now();
  let lastAllowed = 0;
  const statuses = new Set();
  while (performance.now() - begin < 5000) {
    const asked = performance.now() - begin;
    const status = await whoami(nodes[1], token);
    statuses.add(status);
    if (status === 200) lastAllowed = asked;
  }
  assert.deepEqual([...statuses].sort(), [200, 503]);
  t.diagnostic(`a request of ${lastAllowed.toFixed(0)} ms was the last that was allowed`);
  assert.ok(lastAllowed <= 1000, 'the lease is a bound on every machine');
  await database.start();
  const back = performance.now();
  while ((await whoami(nodes[1], token)) !== 200) {
    assert.ok(performance.now() - back < 10_000, 'the node does not come back');
  }
  within(t, 'allowed again', performance.now() - back, 200);
});

test('nodes: six nodes start on an empty database at once', async (t) => {
  const database = await postgres(t);
  const nodes = await Promise.all(Array.from({ length: 6 }, () => node(t, database)));
  const token = await knownToken(nodes);
  assert.equal((await logOut(nodes[5], token)).status, 200);
  for (const one of nodes) assert.equal(await whoami(one, token), 401);
  const keys = await Promise.all(nodes.map((one) => ask(one, 'GET', '/oauth2/jwks')));
  for (const key of keys) assert.equal(key.status, 200);
  assert.equal(new Set(keys.map((key) => key.text)).size, 1, 'all nodes publish the same keys');
  assert.equal(new Set(nodes.map((one) => one.ready.http)).size, 6);
});

test('nodes: metrics and /readyz report the lease', async (t) => {
  const database = await postgres(t);
  const nodes = [await node(t, database), await node(t, database, { apply: '' })];
  await knownToken(nodes);
  const metrics = async () => (await ask(nodes[1], 'GET', '/metrics')).text;
  while (!(await metrics()).includes('\nbearward_nodes 2\n'));
  assert.match(await metrics(), /^bearward_lease_seconds 0\.\d+$/m);
  const ready = await ask(nodes[1], 'GET', '/readyz');
  assert.equal(ready.status, 200);
  assert.deepEqual(Object.keys(ready.json), ['status', 'node']);
  const { nodes: live, lease_ms: lease, event_lag_ms: lag } = ready.json.node;
  assert.equal(live, 2);
  assert.ok(lease > 0 && lease <= 1000, `lease ${lease}`);
  assert.ok(lag >= 0 && lag < 1000, `lag ${lag}`);
  await database.stop();
  let failed = await ask(nodes[1], 'GET', '/readyz');
  while (failed.status === 200 || failed.json.node.lease_ms > 0) {
    failed = await ask(nodes[1], 'GET', '/readyz');
  }
  assert.equal(failed.status, 503);
  // Whichever the node notices first: that its connection is lost, or that the lease has ended.
  assert.match(failed.json.code, /^(store_lost|lease_ended)$/);
  // Both count from the newest confirmation, and both are rounded down to whole milliseconds.
  assert.ok(failed.json.node.event_lag_ms >= 999, failed.text);
  assert.equal((await ask(nodes[1], 'GET', '/livez')).status, 200);
});

// The console asks one node whether a request has come through a gateway.
test('nodes: a request that a gateway let pass on one node is known to the other', async (t) => {
  const database = await postgres(t);
  const nodes = [await node(t, database), await node(t, database, { apply: '' })];
  const used = async () => {
    const key = bearer('sk_test_0000000000000000000000000000');
    return (await ask(nodes[1], 'GET', '/v1/traffic', { headers: key })).json.gateway_used;
  };
  assert.equal(await used(), false);
  const asked = {
    'X-Api-Key': '3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44',
    'X-Original-Method': 'GET',
    'X-Original-URL': 'http://api.acme.example/forms',
  };
  const passed = await ask(nodes[0], 'GET', '/gateway/nginx/forms', { headers: asked });
  assert.equal(passed.status, 200, passed.text);
  const deadline = Date.now() + 10_000;
  while (!(await used()) && Date.now() < deadline) await tick();
  assert.equal(await used(), true);
});

test('check on PostgreSQL finds an event that was altered by SQL', async (t) => {
  const database = await postgres(t);
  const one = await node(t, database);
  await signIn(one);
  const run = (...words) =>
    command([...words, '--data', one.data], {
      env: {
        ...process.env,
        BEARWARD_STORAGE__URL: database.url,
        BEARWARD_MASTER_KEY_FILE: path.join(database.folder, 'master.key'),
      },
    });
  const sound = run('check');
  assert.equal(sound.status, 0, sound.stdout + sound.stderr);
  for (const name of ['schema', 'events', 'event_chain', 'sealed_keys']) {
    assert.match(sound.stdout, new RegExp(`^${name}: ok$`, 'm'));
  }
  for (const name of ['integrity', 'foreign_keys']) {
    assert.match(sound.stdout, new RegExp(`^${name}: not run, `, 'm'));
  }
  database.sql("UPDATE bearward.events SET target = 'x' WHERE number = 3");
  const altered = run('check');
  assert.equal(altered.status, 3);
  assert.match(altered.stdout, /^event_chain: event 3 was altered/m);
  const report = JSON.parse(run('check', '--json').stdout);
  assert.equal(report.ok, false);
  assert.match(report.checks.find((check) => check.name === 'integrity').not_run, /pg_amcheck/);
  for (const words of [['backup', 'file'], ['restore', 'file']]) {
    const refused = run(...words);
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /pg_dump/);
  }
});

test('the URL comes from a file, and schema and readers are those of the settings', async (t) => {
  const database = await postgres(t);
  const file = path.join(database.folder, 'url');
  writeFileSync(file, `${database.url}\n`);
  const server = await start(t, {
    env: {
      BEARWARD_STORAGE__URL_FILE: file,
      BEARWARD_STORAGE__SCHEMA: 'gate_2',
      BEARWARD_STORAGE__READERS: '2',
    },
  });
  await knownToken([server]);
  assert.equal(database.sql('SELECT count(*) FROM gate_2.sessions'), '1');
  const connections =
    "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'bearward'";
  assert.equal(database.sql(connections), '4', 'two readers, a writer and a follower');
});

test('a PostgreSQL database that cannot be used is refused with a reason', async (t) => {
  const database = await postgres(t);
  const data = dataFolder(t);
  const check = (url, more = {}) =>
    command(['config', 'check', '--data', data], {
      env: { ...process.env, BEARWARD_STORAGE__URL: url, ...more },
    });
  assert.equal(check(database.url).status, 0, check(database.url).stderr);
  const wrong = (result, ...texts) => {
    assert.equal(result.status, 1);
    for (const text of texts) assert.ok(result.stderr.includes(text), result.stderr);
    assert.ok(!result.stderr.includes('hunter2'), 'no password');
  };
  wrong(check('postgresql://bearward:hunter2@127.0.0.1:1/postgres'), 'storage.url', 'refused');
  wrong(check(database.url.replace('user=bearward', 'user=nobody')), 'storage.url', 'nobody');
  wrong(check('mysql://bearward:hunter2@db/x'), 'storage.url', 'postgresql://');
  await start(t, { env: { BEARWARD_STORAGE__URL: database.url } });
  const other = command(['apply', demo, '--data', data], {
    env: { ...process.env, BEARWARD_STORAGE__URL: database.url },
  });
  wrong(other, 'master key', 'server.master_key_file');
  database.sql(
    "INSERT INTO bearward.schema_version (version, name) VALUES (9999, '9999_later')",
  );
  wrong(check(database.url), 'newer version');
});
