// nginx in front of servers, and load by wrk whose every request must be answered.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freeAddress } from './server.mjs';

/** Seconds of load; BEARWARD_RESTART_SECONDS=60 for a measurement. */
export const seconds = Number(process.env.BEARWARD_RESTART_SECONDS ?? 6);

const key = 'sk_test_0000000000000000000000000000'; // of demo.toml

/** nginx in front of servers, with connections that it keeps open; its URL. */
export async function nginx(t, urls, server = 'max_fails=0', more = '') {
  const folder = mkdtempSync(path.join(tmpdir(), 'bearward-nginx-'));
  const address = await freeAddress();
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const servers = urls.map((url) => `server ${url.replace('http://', '')} ${server};`);
  writeFileSync(path.join(folder, 'nginx.conf'), `daemon off; master_process off;
    pid ${folder}/pid; error_log stderr crit;
    events { worker_connections 256; }
    http {
      access_log off;
      ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n')}
      upstream bearward { ${servers.join(' ')} keepalive 16; }
      server {
        listen ${address};
        location / {
          proxy_pass http://bearward;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          ${more}
        }
      }
    }`);
  const child = spawn('nginx', ['-p', folder, '-c', path.join(folder, 'nginx.conf')], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = once(child, 'exit');
  t.after(async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  return `http://${address}`;
}

/** Waits until a URL answers 200. */
export async function answers(url) {
  const signal = AbortSignal.timeout(20000);
  for (;;) {
    const status = await fetch(`${url}/livez`).then((answer) => answer.status, () => 0);
    if (status === 200) return;
    await wait(10, undefined, { signal });
  }
}

/** wrk's counts. It prints the lines of errors only if there are any. */
function countsOf(report) {
  const number = (form) => Number(report.match(form)?.[1] ?? 0);
  return {
    requests: number(/(\d+) requests in/),
    refused: number(/Non-2xx or 3xx responses: (\d+)/),
    errors: report.match(/Socket errors: .*/)?.[0] ?? 'none',
  };
}

/** Runs wrk with 32 connections that stay open, and `during` meanwhile; no request may fail. */
export async function noneFails(t, url, during, time = seconds) {
  await answers(url);
  const flags = ['-t1', '-c32', `-d${time}s`, '-H', `Authorization: Bearer ${key}`];
  const child = spawn('wrk', [...flags, `${url}/v1/whoami`]);
  let report = '';
  child.stdout.on('data', (text) => (report += text));
  child.stderr.on('data', (text) => (report += text));
  const ended = once(child, 'exit');
  await during();
  assert.equal(child.exitCode, null, 'the load ended before the restarts');
  assert.equal((await ended)[0], 0, report);
  const counts = countsOf(report);
  t.diagnostic(JSON.stringify(counts));
  assert.ok(counts.requests > 100, JSON.stringify(counts));
  assert.deepEqual([counts.refused, counts.errors], [0, 'none']);
}
