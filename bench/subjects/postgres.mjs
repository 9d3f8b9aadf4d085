// A PostgreSQL server of the run with durable commits, and nodes of ours on it.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { serve } from './bearward.mjs';

const program = fileURLToPath(new URL('../../test/postgres/serve', import.meta.url));
// The last of several options is valid: these replace those of a server for tests.
const durable = ['fsync=on', 'full_page_writes=on', 'synchronous_commit=on', 'autovacuum=on'];

const name = 'postgres';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs SQL with psql; returns its output without decoration. */
function sql(url, text) {
  return execFileSync('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-c', text, url],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

async function untilItAccepts(running, url) {
  for (let tries = 0; tries < 1000; ++tries) {
    if (!running.alive) throw new Error(`PostgreSQL ended: ${running.log()}`);
    try {
      return sql(url, 'SELECT 1');
    } catch {
      await pause(20);
    }
  }
  throw new Error(`PostgreSQL does not accept clients: ${running.log()}`);
}

/**
 * Starts a server without data, which may use every core: {url, stop()}. Its folder is
 * outside of that of the run, which the user `postgres` cannot enter; stop() removes it. End the
 * nodes first.
 */
async function start(bench) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bearward-bench-pg-'));
  bench.folders.push(folder);
  const { server, client } = bench.layout;
  const options = durable.flatMap((option) => ['-c', option]);
  const running = bench.processes.start(name, [...server, ...client], program,
    [folder, ...options]);
  const url = `postgresql:///postgres?host=${encodeURIComponent(folder)}&user=bearward`;
  const stop = async () => {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  await untilItAccepts(running, url);
  return { url, stop };
}

/** Copies the data folder `data` to the server; returns what `node` needs. */
function fill(bench, server, data) {
  const source = mkdtempSync(path.join(bench.folder, 'source-'));
  cpSync(data, source, { recursive: true });
  execFileSync(bench.options.binary, ['migrate', 'postgres', '--data', source],
    { env: { ...process.env, BEARWARD_STORAGE__URL: server.url },
      stdio: ['ignore', 'pipe', 'pipe'] });
  return { url: server.url, masterKey: path.join(source, 'master.key') };
}

let nodes = 0;

/** Starts a node on the database that `fill` returned, in an empty data folder. */
export function node(bench, { url, masterKey }) {
  return serve(bench, path.join(bench.folder, `node-${++nodes}`),
    { env: { BEARWARD_STORAGE__URL: url, BEARWARD_MASTER_KEY_FILE: masterKey } });
}

/**
 * Calls `use` with a database that has the data of the folder `data`, then ends all servers but
 * those of PostgreSQL, and after them this one.
 */
export async function onPostgres(bench, data, use) {
  const server = await start(bench);
  try {
    return await use(fill(bench, server, data));
  } finally {
    await bench.processes.stopAll((running) => running.name !== name);
    await server.stop();
  }
}
