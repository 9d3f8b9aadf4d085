// Caddy as a guard in front of an auth server.
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { freePort } from '../lib/processes.mjs';

/** Starts it on the server's core: {url, pid, stop()}. After a permitted check it sends 200. */
export async function guarding(bench, authUrl) {
  const port = await freePort();
  const { host, pathname } = new URL(authUrl);
  const file = path.join(bench.folder, `Caddyfile-${port}`);
  writeFileSync(file, `
{
  admin off
  auto_https off
}
http://127.0.0.1:${port} {
  forward_auth ${host} {
    uri ${pathname}?
  }
  respond "ok" 200
}
`);
  const running = bench.processes.start('caddy', bench.layout.server, 'caddy',
    ['run', '--adapter', 'caddyfile', '--config', file],
    {
      env: { GOMAXPROCS: String(bench.layout.server.length), HOME: bench.folder,
        XDG_DATA_HOME: bench.folder, XDG_CONFIG_HOME: bench.folder },
    });
  const url = `http://127.0.0.1:${port}`;
  await running.answers(url);
  return { url, pid: running.pid, stop: () => running.stop() };
}
