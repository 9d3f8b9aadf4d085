// Rates of bare libraries on the server's core: the upper bound for a server with that task.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const script = (name) => fileURLToPath(new URL(`../anchors/${name}`, import.meta.url));

/** Runs a command on the server's cores to its end; returns its output. */
export async function onServerCore(bench, command) {
  const cores = bench.layout.server.join(',');
  return (await run('taskset', ['-c', cores, ...command], { encoding: 'utf8' })).stdout;
}

/** ECDSA P-256 signatures a second, by `openssl speed`. */
export async function signRate(bench) {
  const text = await onServerCore(bench,
    ['openssl', 'speed', '-elapsed', '-seconds', String(bench.options.seconds), 'ecdsap256']);
  const line = text.match(/nistp256\)\s+\S+s\s+\S+s\s+([\d.]+)\s+[\d.]+/);
  if (!line) throw new Error(`unexpected output of openssl speed:\n${text}`);
  return { per_second: Number(line[1]) };
}

/** RSA-2048 signatures a second, by `openssl speed`. */
export async function rsaSignRate(bench) {
  const text = await onServerCore(bench,
    ['openssl', 'speed', '-elapsed', '-seconds', String(bench.options.seconds), 'rsa2048']);
  const line = text.match(/^rsa\s+2048 bits\s+\S+s\s+\S+s\s+([\d.]+)\s/m);
  if (!line) throw new Error(`unexpected output of openssl speed:\n${text}`);
  return { per_second: Number(line[1]) };
}

/** Argon2id verifications a second by libsodium, at the given cost. */
export async function hashRate(bench, { memoryKib, passes }) {
  const text = await onServerCore(bench, ['python3', script('argon2_rate.py'), String(memoryKib),
    String(passes), String(bench.options.seconds)]);
  return { per_second: Number(text) };
}

/** Rows a second that SQLite commits one by one on this disk. */
export async function commitRate(bench) {
  const text = await onServerCore(bench, ['python3', script('commit_rate.py'),
    path.join(bench.folder, 'commits.db'), String(bench.options.seconds)]);
  return { per_second: Number(text) };
}
