// One slice of load from wrk, on the generator's cores.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('wrk.lua', import.meta.url));

/** Writes a string, number, boolean or list of strings as Lua. */
function lua(value) {
  if (Array.isArray(value)) return `{${value.map(lua).join(', ')}}`;
  if (typeof value !== 'string') return String(value);
  const escape = (c) => `\\${String(c.charCodeAt(0)).padStart(3, '0')}`;
  const escaped = value.replace(/[\\"\n\r]/g, escape);
  return `"${escaped}"`;
}

function writeLoad(file, load) {
  const fields = Object.entries(load)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} = ${lua(value)}`);
  writeFileSync(file, `return { ${fields.join(', ')} }\n`);
}

function run(bench, command, args, options) {
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, { encoding: 'utf8', ...options },
      (error, stdout, stderr) => {
        if (error) reject(new Error(`${command}: ${error.message}\n${stdout}${stderr}`));
        else resolve(stdout + stderr);
      });
    bench.processes.adopt('wrk', child);
  });
}

/** As many threads as divide the connections evenly: wrk would leave the rest of them out. */
function threadsFor(cores, connections) {
  let threads = Math.min(cores.length, 4);
  while (connections % threads !== 0) --threads;
  return threads;
}

let loads = 0;

/**
 * Sends one load and gives {per_second, p50_ms, p99_ms, sent, answered, refused, broken}.
 * `load`: {url, headers: ['Name: value'], method, body, list, once, pace, refusals}. `list` is a
 * file of credentials, which stand where @@ is; `once` presents each a single time and then ends,
 * or when `seconds` are over; `pace` is requests a second instead of as many as possible. An answer
 * that is no success fails the slice, unless `refusals` allows it.
 */
export async function wrk(bench, load, { connections, seconds }) {
  const { url, refusals = false, field, ...rest } = load;
  const cores = bench.layout.client;
  const threads = threadsFor(cores, connections);
  const file = path.join(bench.folder, `load-${++loads}.lua`);
  const { pathname, search } = new URL(url);
  writeLoad(file, { method: 'GET', headers: [], ...rest, path: pathname + search, threads,
    connections, finished: `${file}.finished` });
  const args = ['-c', cores.join(','), 'wrk', `-t${threads}`, `-c${connections}`,
    `-d${seconds}s`, '--timeout', '30s', '-s', script, url];
  const output = await run(bench, 'taskset', args, { env: { ...process.env, BENCH_LOAD: file } });
  const line = output.match(/^BENCH (.*)$/m);
  if (!line) throw new Error(`wrk said nothing:\n${output}`);
  const slice = JSON.parse(line[1]);
  if (slice.broken > 0) throw new Error(`${slice.broken} exchanges with ${url} broke off`);
  if (slice.refused > 0 && !refusals) {
    throw new Error(`${slice.refused} of ${slice.answered} answers of ${url} were no success`);
  }
  if (slice.answered === 0) throw new Error(`${url} answered nothing`);
  return slice;
}

/** Presents each credential of the load's list a single time; all of them, or it is an error. */
export async function pass(bench, load, connections = 64) {
  const slice = await wrk(bench, { ...load, once: true },
    { connections, seconds: bench.options.passSeconds });
  const count = readFileSync(load.list, 'utf8').trimEnd().split('\n').length;
  if (slice.sent < count) {
    throw new Error(`only ${slice.sent} of ${count} could be sent to ${load.url} in time`);
  }
  return slice;
}
