// WorkOS' own emulator (npm package workos) on one Node.js process, with everything in memory.
import { fileURLToPath } from 'node:url';

import { freePort } from '../lib/processes.mjs';
import { makeWorld, permission } from './workos_requests.mjs';

const program = fileURLToPath(new URL('workos_emulator_server.mjs', import.meta.url));
const key = 'sk_test_bench';

/** Starts it with the world of workos_requests.mjs: {url, pid, key, clientId, world, stop()}. */
export async function start(bench) {
  const port = await freePort();
  const running = bench.processes.start('workos-emulator', bench.layout.server, process.execPath,
    [program, String(port), key], { env: { NODE_ENV: 'production' }, pipe: true });
  await running.firstLine();
  const server = { url: `http://127.0.0.1:${port}`, pid: running.pid, key,
    clientId: 'client_bench', stop: () => running.stop() };
  // Its check takes another member than the documents say, and no resource.
  const world = await makeWorld(server);
  return { ...server, world: { ...world, check: { permission: permission.slug } } };
}
