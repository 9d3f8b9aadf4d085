// nginx: with a constant response, as an auth server that always sends 204, and as a gateway.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { freePort } from '../lib/processes.mjs';

/** Starts one worker with the given server blocks: {url, pid, stop()}. */
async function start(bench, name, cores, blocks) {
  const port = await freePort();
  const folder = path.join(bench.folder, `${name}-${port}`);
  mkdirSync(folder);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${folder}/${kind};`)
    .join(' ');
  writeFileSync(path.join(folder, 'nginx.conf'), `
worker_processes ${cores.length}; daemon off; pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 4096; }
http {
  access_log off; keepalive_requests 1000000000; ${temporary}
  ${blocks(port)}
}
`);
  const running = bench.processes.start(name, cores, 'nginx',
    ['-p', folder, '-c', path.join(folder, 'nginx.conf'), '-e', path.join(folder, 'error.log')]);
  const url = `http://127.0.0.1:${port}`;
  await running.answers(url);
  return { url, pid: running.pid, stop: () => running.stop() };
}

/** nginx `return 200`: the lower bound of the work of a server. */
export function returning(bench, cores = bench.layout.server) {
  return start(bench, 'nginx-return', cores, (port) =>
    `server { listen 127.0.0.1:${port}; location / { return 200 "ok"; } }`);
}

/** The auth server that always sends 204. */
export function static204(bench) {
  return start(bench, 'nginx-204', bench.layout.behind, (port) =>
    `server { listen 127.0.0.1:${port}; location / { return 204; } }`);
}

/** The same over HTTPS: {url, https, pid, stop()}. */
export async function returningOverTls(bench, { certificate, key }) {
  const port = await freePort();
  const server = await start(bench, 'nginx-tls', bench.layout.server, (plain) => `
  server { listen 127.0.0.1:${plain}; location / { return 200 "ok"; } }
  server {
    listen 127.0.0.1:${port} ssl; ssl_certificate ${certificate}; ssl_certificate_key ${key};
    ssl_protocols TLSv1.3; location / { return 200 "ok"; }
  }`);
  return { ...server, https: `https://127.0.0.1:${port}` };
}

/**
 * A gateway in front of an auth server. It ends in empty_gif, because `return` would respond before
 * the access phase and so without the check.
 */
export function guarding(bench, authUrl) {
  const { host, pathname } = new URL(authUrl);
  return start(bench, 'nginx-guard', bench.layout.server, (port) => `
  upstream auth { server ${host}; keepalive 256; keepalive_requests 1000000000; }
  server {
    listen 127.0.0.1:${port};
    location / { auth_request /auth; empty_gif; }
    location = /auth {
      internal;
      proxy_pass http://auth${pathname};
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_pass_request_body off;
      proxy_set_header Content-Length "";
      proxy_set_header X-Original-Method $request_method;
      proxy_set_header X-Original-URL $scheme://$http_host$request_uri;
      proxy_set_header X-Forwarded-For $remote_addr;
    }
  }`);
}
