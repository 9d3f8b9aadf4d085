// better-auth's API keys on one Node.js process and SQLite.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect } from '../lib/http.mjs';
import { freePort } from '../lib/processes.mjs';

const program = fileURLToPath(new URL('better_auth_server.mjs', import.meta.url));

/** Starts it with `count` keys: {url, pid, keys, stop()}; `keys` is the file of the keys. */
export async function start(bench, count) {
  const port = await freePort();
  const keys = path.join(bench.folder, 'better-auth-keys.txt');
  const running = bench.processes.start('better-auth', bench.layout.server, process.execPath,
    [program, String(port), path.join(bench.folder, 'better-auth.db'), keys, String(count)],
    { env: { NODE_ENV: 'production' }, pipe: true });
  await running.firstLine();
  const url = `http://127.0.0.1:${port}/verify`;
  await expect(401, url, { json: { key: 'x'.repeat(64) } });
  return { url, pid: running.pid, keys, stop: () => running.stop() };
}

export const verifyLoad = ({ url, keys }) => ({
  url,
  method: 'POST',
  headers: ['Content-Type: application/json'],
  body: '{"key":"@@"}',
  list: keys,
});
