// A disk that is full, or a file that has reached its limit: writes are 503, reads still work, and
// /readyz follows. The signal of the limit ended the process, and /readyz stayed 200.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { ask, asJson, command, dataFolder, start } from './server.mjs';

const body = JSON.stringify({
  grant_type: 'client_credentials',
  client_id: 'WS-ApplicationUser_report',
  client_secret: '0123456789abcdef0123456789abcdef',
});
const token = async (server) =>
  (await ask(server, 'POST', '/oauth/token', { headers: asJson, body })).status;
const ready = async (server) => (await ask(server, 'GET', '/readyz')).status;

async function until(condition, what) {
  for (const end = Date.now() + 20_000; Date.now() < end; ) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(what);
}

// Fills the disk, expects refusals and readiness to follow, frees space, and expects recovery.
async function expectOutage(server, fill, freeSpace) {
  assert.equal(await token(server), 200);
  assert.equal(await ready(server), 200);
  fill();
  await until(async () => (await token(server)) === 503, 'writes still succeed');
  await until(async () => (await ready(server)) === 503, 'still ready');
  assert.equal((await ask(server, 'GET', '/livez')).status, 200);
  const wrong = { headers: { Authorization: 'Bearer 00000000-0000-4000-8000-000000000000' } };
  assert.equal((await ask(server, 'GET', '/v1/whoami', wrong)).status, 401, 'reads must work');
  freeSpace();
  await until(async () => (await ready(server)) === 200, 'never ready again');
  assert.equal(await token(server), 200);
  assert.equal(server.process.exitCode, null);
}

test('F6: a file that may not grow is 503, not the end of the process', async (t) => {
  const data = dataFolder(t);
  const server = await start(t, { data });
  const limit = (bytes) => {
    const run = spawnSync('prlimit', ['--pid', `${server.process.pid}`, `--fsize=${bytes}:`]);
    assert.equal(run.status, 0, `${run.stderr}`);
  };
  const wal = statSync(path.join(data, 'bearward.db-wal')).size;
  await expectOutage(
    server,
    () => limit(wal + 4096),
    () => limit('unlimited'),
  );
});

test('F6: an export that a full disk has cut is an error', async (t) => {
  const server = await start(t);
  const full = openSync('/dev/full', 'w');
  t.after(() => closeSync(full));
  const run = (...args) =>
    command([...args, '--data', server.data], { stdio: ['ignore', full, 'pipe'] });
  for (const lost of [run('audit', 'export'), run('audit', 'verify')]) {
    assert.equal(lost.status, 1);
    assert.match(lost.stderr, /the output is incomplete/);
  }
});

test('F6: a full disk is 503 and not ready, and recovers without a restart', async (t) => {
  const disk = mkdtempSync(path.join(tmpdir(), 'bearward-disk-'));
  t.after(() => {
    // Lazily: the server, which another hook ends, may still use the disk.
    spawnSync('umount', ['-l', disk]);
    rmSync(disk, { recursive: true, force: true });
  });
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk]);
  if (mounted.status !== 0) {
    t.diagnostic('no right to mount a small disk: the limit of a file stands for it');
    return;
  }
  const server = await start(t, { data: path.join(disk, 'data') });
  const filler = path.join(disk, 'filler');
  const fill = () => {
    for (const size of [1 << 20, 1 << 12]) {
      try {
        for (;;) writeFileSync(filler, Buffer.alloc(size), { flag: 'a' });
      } catch (error) {
        assert.equal(error.code, 'ENOSPC');
      }
    }
  };
  await expectOutage(server, fill, () => rmSync(filler));
  assert.ok(existsSync(path.join(disk, 'data', 'bearward.db')));
});
