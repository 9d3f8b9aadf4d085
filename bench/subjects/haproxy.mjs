// HAProxy that verifies the signature of each bearer token and sends the response itself.
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { freePort } from '../lib/processes.mjs';

/** Starts as many threads as cores: {url, pid, stop()}. `pem` is a file with the public key. */
export async function verifying(bench, algorithm, pem) {
  const port = await freePort();
  const cores = bench.layout.server;
  const file = path.join(bench.folder, `haproxy-${algorithm}-${port}.cfg`);
  writeFileSync(file, `
global
  nbthread ${cores.length}
  maxconn 4096
defaults
  mode http
  timeout client 60s
  timeout server 60s
  timeout connect 5s
  timeout http-keep-alive 60s
frontend api
  bind 127.0.0.1:${port}
  acl signed http_auth_bearer,jwt_verify("${algorithm}","${pem}") -m int 1
  http-request return status 200 content-type text/plain string ok if signed
  http-request return status 401 content-type text/plain string no
`);
  const running = bench.processes.start('haproxy', cores, 'haproxy', ['-db', '-f', file]);
  const url = `http://127.0.0.1:${port}`;
  await running.answers(url);
  return { url, pid: running.pid, stop: () => running.stop() };
}
