// One slice of load on the generator's cores: our own generator (load/), or wrk.
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { usedSeconds } from './processes.mjs';
import { wrkCommand } from './wrk.mjs';

function run(bench, command, args, options) {
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, { encoding: 'utf8', ...options },
      (error, stdout, stderr) => {
        if (error) reject(new Error(`${args.join(' ')}: ${error.message}\n${stdout}${stderr}`));
        else resolve(stdout + stderr);
      });
    bench.processes.adopt('load', child);
  });
}

/** As many threads as divide the connections evenly. */
function threadsFor(cores, connections) {
  let threads = Math.min(cores.length, 4);
  while (connections % threads !== 0) --threads;
  return threads;
}

/** The bytes of the request, with @@ for the credential and %LENGTH% for the length of the body. */
function questionOf({ url, method = 'GET', headers = [], body }) {
  const { host, pathname, search } = new URL(url);
  const length = body === undefined ? [] : ['Content-Length: %LENGTH%'];
  const lines = [`${method} ${pathname}${search} HTTP/1.1`, `Host: ${host}`, ...length, ...headers];
  return `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`;
}

/** The command of our own generator. */
function ownCommand(bench, file, load, { connections, threads, seconds, question }) {
  writeFileSync(file, question);
  const { list, once, pace, keep, url } = load;
  const words = [new URL(url).port, connections, threads, seconds, file];
  if (list) words.push(`list=${list}`);
  if (once) words.push('once');
  if (pace) words.push(`pace=${pace}`);
  if (keep) words.push(`keep=${keep}`);
  return { command: [bench.options.generator, ...words.map(String)], env: {},
    read: (output) => output };
}

// A paced load counts the time since a request was due. Its generator runs before everything else
// on its core, where the system permits it, so that this time does not include the generator's own
// waiting behind a receiver or a second load.
const first = ['chrt', '--fifo', '1'];
const mayBeFirst = spawnSync(first[0], [...first.slice(1), 'true']).status === 0;

let loads = 0;

/**
 * Sends one load and returns {per_second, p50_ms, p99_ms, answered, refused, broken}.
 * `load`: {url, headers: ['Name: value'], method, body, list, once, pace, keep, refusals}. `list`
 * is a file of credentials, which replace @@; `once` presents each credential a single time and
 * ends then, or after `seconds`; `pace` limits the requests per second;
 * `keep` is a file for the bodies. A response that is not a success fails the slice, unless
 * `refusals` allows it.
 */
export async function drive(bench, load, { connections, seconds }) {
  const { url, list, refusals = false } = load;
  const cores = bench.layout.client;
  const threads = threadsFor(cores, connections);
  const question = questionOf(load);
  const file = path.join(bench.folder, `load-${++loads}`);
  const rotates = !load.once && !load.pace && !load.keep;
  const fixed_body = (load.body ?? '').replace('@@', '').length;
  const { command, env, read } = url.startsWith('https:') || (bench.options.wrk && rotates)
    ? wrkCommand(file, { url, question, fixed_body, list, connections, threads, seconds })
    : ownCommand(bench, file, load, { connections, threads, seconds, question });
  const prompt = load.pace && mayBeFirst ? first : [];
  const output = await run(bench, 'taskset', ['-c', cores.join(','), ...prompt, ...command],
    { env: { ...process.env, ...env } });
  const said = read(output);
  if (!said) throw new Error(`${command[0]} printed no result:\n${output}`);
  const slice = JSON.parse(said);
  if (slice.broken > 0) throw new Error(`${slice.broken} exchanges with ${url} were cut off`);
  if (slice.refused > 0 && !refusals) {
    throw new Error(`${slice.refused} of ${slice.answered} responses of ${url} were not a success`);
  }
  if (slice.answered === 0) throw new Error(`${url} sent no response`);
  return slice;
}

/** Presents each credential of the list a single time; throws unless all get a response. */
export async function pass(bench, load, connections = 64) {
  const slice = await drive(bench, { ...load, once: true },
    { connections, seconds: bench.options.passSeconds });
  const count = readFileSync(load.list, 'utf8').trimEnd().split('\n').length;
  if (slice.answered < count) {
    throw new Error(`only ${slice.answered} of ${count} were answered by ${load.url} in time`);
  }
  return slice;
}

/**
 * One slice on a server that `serve` has just started, because its layout in memory differs each
 * time: {per_second, cpu_us, ...}. `loadOf` makes the load from its URL. The server has answered
 * each credential of a list before, unless each is to be presented once.
 */
export async function freshSlice(bench, serve, loadOf, { connections, seconds }) {
  const server = await serve();
  try {
    const load = loadOf(server.url);
    if (load.list && !load.once) await pass(bench, load);
    else if (!load.list) await drive(bench, load, { connections, seconds: 0.3 });
    const before = usedSeconds(server.pid);
    const slice = await drive(bench, load, { connections, seconds });
    return { ...slice, cpu_us: (1e6 * (usedSeconds(server.pid) - before)) / slice.answered };
  } finally {
    await server.stop();
  }
}
