// A restart with a socket of the service manager: no request fails, neither directly nor behind
// nginx. BEARWARD_RESTART_SECONDS=60 measures longer.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import http from 'node:http';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { answers, nginx, noneFails, seconds } from './load.mjs';
import { binary, dataFolder, demo, freeAddress, root } from './server.mjs';

/** A process whose lines can be awaited one by one; it ends with the test. */
function run(t, command, args, env = {}) {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  t.after(async () => {
    child.stdin.end();
    if (child.exitCode === null && command !== 'python3') child.kill('SIGTERM');
    await ended;
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return { child, next: async () => (await lines.next()).value };
}

async function managed(t, env = {}) {
  const script = path.join(root, 'test/e2e/socket_manager.py');
  const flags = ['serve', '--data', dataFolder(t), '--https', 'off', '--apply', demo];
  const manager = run(t, 'python3', [script, binary, ...flags], {
    BEARWARD_SERVER__DRAIN_DELAY: '0',
    BEARWARD_LOG__LEVEL: 'off',
    BEARWARD_LOG__REQUESTS: 'false',
    ...env,
  });
  const port = Number(await manager.next());
  assert.equal(JSON.parse(await manager.next()).http, `http://127.0.0.1:${port}`);
  const restart = async () => {
    manager.child.stdin.write('restart\n');
    assert.equal(JSON.parse(await manager.next()).ready, true);
  };
  return { url: `http://127.0.0.1:${port}`, restart };
}

/** Where to connect to: the host and port of a URL, or the path of a unix socket. */
function placeOf(target) {
  if (target.startsWith('/')) return { socketPath: target };
  const { hostname, port } = new URL(target);
  return { hostname, port };
}

/** The outcome of one request: its status, or the code of the error. */
function outcome(target, agent) {
  return new Promise((resolve) => {
    http.get({ ...placeOf(target), path: '/livez', agent }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode));
    }).on('error', (error) => resolve(error.code));
  });
}

/** Asks on several connections until the result is called, which returns the counts of outcomes. */
function asking(target, agent) {
  const seen = {};
  let stopped = false;
  const one = async () => {
    while (!stopped) {
      const result = await outcome(target, agent);
      seen[result] = (seen[result] ?? 0) + 1;
    }
  };
  const all = Array.from({ length: 8 }, one);
  return async () => {
    stopped = true;
    await Promise.all(all);
    return seen;
  };
}

/** Three restarts, evenly over the time of the load. */
const restarts = (server) => async () => {
  for (let i = 0; i < 3; ++i) {
    await wait((seconds * 1000) / 4);
    await server.restart();
  }
};

async function threeRestarts(server, target, agent) {
  while ((await outcome(target, agent)) !== 200) await wait(10);
  const stop = asking(target, agent);
  for (let i = 0; i < 3; ++i) {
    await server.restart();
    for (let asked = 0; asked < 20; ++asked) await outcome(target, agent);
  }
  return stop();
}

test('no new connection fails over three restarts', async (t) => {
  const server = await managed(t);
  const seen = await threeRestarts(server, server.url, new http.Agent({ keepAlive: false }));
  assert.deepEqual(Object.keys(seen), ['200'], JSON.stringify(seen));
});

test('no new connection to the unix socket fails over three restarts', async (t) => {
  const socket = path.join(path.dirname(dataFolder(t)), 'http.sock');
  const server = await managed(t, { UNIX_SOCKET: socket });
  const seen = await threeRestarts(server, socket, new http.Agent({ keepAlive: false }));
  assert.deepEqual(Object.keys(seen), ['200'], JSON.stringify(seen));
});

test('no request through nginx fails over three restarts', async (t) => {
  const server = await managed(t);
  const url = await nginx(t, [server.url]);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
  t.after(() => agent.destroy());
  const seen = await threeRestarts(server, url, agent);
  assert.deepEqual(Object.keys(seen), ['200'], JSON.stringify(seen));
});

test('wrk gets every response over three restarts, directly', async (t) => {
  const server = await managed(t);
  await noneFails(t, server.url, restarts(server));
});

test('wrk gets every response through nginx over three restarts', async (t) => {
  const server = await managed(t);
  await noneFails(t, await nginx(t, [server.url]), restarts(server));
});

test('systemd-socket-activate starts the server with the first connection', async (t) => {
  const address = await freeAddress();
  const data = dataFolder(t);
  const flags = ['serve', '--data', data, '--https', 'off', '--apply', demo];
  const env = ['PATH', 'HOME', 'BEARWARD_LOG__LEVEL', 'BEARWARD_LOG__REQUESTS'];
  const activator = run(
    t,
    'systemd-socket-activate',
    ['-l', address, '--fdname=http', ...env.flatMap((name) => ['-E', name]), binary, ...flags],
    { BEARWARD_LOG__LEVEL: 'off', BEARWARD_LOG__REQUESTS: 'false' },
  );
  await answers(`http://${address}`);
  assert.equal(JSON.parse(await activator.next()).http, `http://${address}`);
});
