// Our own server: the built binary on core 0, in a data folder of the run.
import { execFileSync, spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect } from '../lib/http.mjs';

const world = (name) => fileURLToPath(new URL(`../world/${name}`, import.meta.url));

export const ann = { username: 'ann', password: 'correct horse battery staple' };
export const user = 'user_01E4ZCR3C56J083X43JQXF3JK5';
export const organization = 'org_01EHZNVPK3SFK441A1RGBFSHRT';
export const machine = { id: 'WS-ApplicationUser_bench',
  secret: '0123456789abcdef0123456789abcdef' };
export const teller = { id: 'WS-ApplicationUser_teller',
  secret: 'fedcba9876543210fedcba9876543210' };
export const refresher = { id: 'WS-ApplicationUser_refresher',
  secret: '00112233445566778899aabbccddeeff' };
export const environmentKey = 'sk_test_0000000000000000000000000000';

/** Makes the data folder have what a file describes; returns the output of apply. */
export function applyFile(bench, data, file) {
  return execFileSync(bench.options.binary, ['apply', '--data', data, file],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** applyFile for a file of world/. */
export const applyWorld = (bench, data, file = 'world.toml') =>
  applyFile(bench, data, world(file));

// The limits of WorkOS' API would refuse most requests of a load generator.
const noLimits = Object.fromEntries(
  ['REQUESTS', 'READS', 'WRITES', 'DELETIONS', 'SIGN_INS', 'CODES'].map(
    (name) => [`BEARWARD_DIALECTS__WORKOS__LIMITS__${name}`, 'off']));

/** Whether a build has these limits: release 0.1.0 has none and refuses an unknown setting. */
function hasLimits(binary) {
  const asked = spawnSync(binary, ['config', 'reference'], { encoding: 'utf8' });
  return asked.status === 0 && asked.stdout.includes('dialects.workos.limits');
}

/**
 * Starts the server on a data folder: {url, https, pid, stop(), startMs}. `env` are settings;
 * `https` also opens the TLS listener.
 */
export async function serve(bench, data, { env = {}, cores = bench.layout.server, https } = {}) {
  const begun = process.hrtime.bigint();
  const running = bench.processes.start('bearward', cores, bench.options.binary,
    ['serve', '--data', data, '--http', '127.0.0.1:0', '--https', https ? '127.0.0.1:0' : 'off'],
    {
      // One event loop per core and no log line per request, as for the rivals. The issuer does
      // not depend on the port, so that tokens stay valid after a restart.
      env: { BEARWARD_SERVER__THREADS: String(cores.length), BEARWARD_LOG__REQUESTS: 'false',
        BEARWARD_SERVER__ISSUER: 'http://bearward.example', 
        ...(hasLimits(bench.options.binary) ? noLimits : {}), ...env },
      pipe: true,
    });
  const ready = JSON.parse(await running.firstLine());
  const startMs = Number(process.hrtime.bigint() - begun) / 1e6;
  const stop = () => running.stop();
  return { url: ready.http, https: ready.https, pid: running.pid, startMs, stop };
}

/** Signs ann in: a reference token. */
export async function login(url) {
  return (await expect(200, `${url}/auth/login`, { json: ann })).json().token;
}

/**
 * Fills a data folder: {data, clientId, references, keys, spoilt}. The client id is that of the
 * environment, the last three are files of credentials; the spoilt ones are expired or revoked.
 */
export async function seed(bench, name, { users, sessions }) {
  const data = path.join(bench.folder, name);
  const [clientId] = applyWorld(bench, data).match(/client_\w+/);
  const server = await serve(bench, data);
  await login(server.url);
  await server.stop();
  const files = { references: `${data}-references.txt`, keys: `${data}-keys.txt`,
    spoilt: `${data}-spoilt.txt` };
  execFileSync('python3', [world('seed.py'), path.join(data, 'bearward.db'), String(users),
    String(sessions), files.references, files.keys, files.spoilt]);
  return { data, clientId, ...files };
}
