// A restart with a socket of the service manager: no request fails, neither directly nor behind
// nginx.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
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

async function managed(t) {
  const script = path.join(root, 'test/e2e/socket_manager.py');
  const flags = ['serve', '--data', dataFolder(t), '--https', 'off', '--apply', demo];
  const manager = run(t, 'python3', [script, binary, ...flags], {
    BEARWARD_SERVER__DRAIN_DELAY: '0',
    BEARWARD_LOG__LEVEL: 'off',
    BEARWARD_LOG__REQUESTS: 'false',
  });
  const port = Number(await manager.next());
  assert.equal(JSON.parse(await manager.next()).http, `http://127.0.0.1:${port}`);
  const restart = async () => {
    manager.child.stdin.write('restart\n');
    assert.equal(JSON.parse(await manager.next()).ready, true);
  };
  return { url: `http://127.0.0.1:${port}`, restart };
}

/** nginx in front of the server, with connections that it keeps open. */
async function nginx(t, url) {
  const folder = mkdtempSync(path.join(tmpdir(), 'bearward-nginx-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const address = await freeAddress();
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  writeFileSync(path.join(folder, 'nginx.conf'), `daemon off; master_process off;
    pid ${folder}/pid; error_log stderr crit;
    events { worker_connections 256; }
    http {
      access_log off;
      ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n')}
      upstream bearward { server ${new URL(url).host} max_fails=0; keepalive 16; }
      server {
        listen ${address};
        location / {
          proxy_pass http://bearward;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
        }
      }
    }`);
  run(t, 'nginx', ['-p', folder, '-c', path.join(folder, 'nginx.conf')]);
  return `http://${address}`;
}

/** The outcome of one request: its status, or the code of the error. */
function outcome(url, agent) {
  return new Promise((resolve) => {
    http.get(`${url}/livez`, { agent }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode));
    }).on('error', (error) => resolve(error.code));
  });
}

/** Asks on several connections until the result is called, which returns the counts of outcomes. */
function asking(url, agent) {
  const seen = {};
  let stopped = false;
  const one = async () => {
    while (!stopped) {
      const result = await outcome(url, agent);
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

async function threeRestarts(server, url, agent) {
  while ((await outcome(url, agent)) !== 200) await wait(10);
  const stop = asking(url, agent);
  for (let i = 0; i < 3; ++i) {
    await server.restart();
    for (let asked = 0; asked < 20; ++asked) await outcome(url, agent);
  }
  return stop();
}

test('no new connection fails over three restarts', async (t) => {
  const server = await managed(t);
  const seen = await threeRestarts(server, server.url, new http.Agent({ keepAlive: false }));
  assert.deepEqual(Object.keys(seen), ['200'], JSON.stringify(seen));
});

test('no request through nginx fails over three restarts', async (t) => {
  const server = await managed(t);
  const url = await nginx(t, server.url);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
  t.after(() => agent.destroy());
  const seen = await threeRestarts(server, url, agent);
  assert.deepEqual(Object.keys(seen), ['200'], JSON.stringify(seen));
});
