// against.mjs: this program beside another build of it (`./dev bench --against FILE`). Both start
// from copies of one data folder that the other build wrote, and answer the same load alternately.
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { harvest } from './lib/harvest.mjs';
import { drive, pass } from './lib/load.mjs';
import { usedSeconds } from './lib/processes.mjs';
import { median } from './lib/stats.mjs';
import { forwardAuth, forwarded } from './lib/world.mjs';
import { seed, serve } from './subjects/bearward.mjs';
import * as tokens from './subjects/bearward_tokens.mjs';

const connections = 64;
const least = { rate: 0.95, cpu: 1.03 };

// The vendors' tokens are short-lived; a long run must not outlive them.
const env = { BEARWARD_TOKENS_WORKOS_CLIENT__ACCESS_SECONDS: '86400' };

const gateway = (header, list, once) => (url, lists) =>
  ({ url: url + forwardAuth, headers: [...forwarded, header], list: lists[list], once });
const bearer = 'Authorization: Bearer @@';

/** The rows: each is a function (url, lists of credentials) that returns the load. */
const rows = {
  'verify.reference': gateway(bearer, 'references'),
  'verify.api_key': gateway('X-Api-Key: @@', 'keys'),
  'verify.jwt_seen': gateway(bearer, 'es256'),
  'verify.jwt_new.es256': gateway(bearer, 'es256', true),
  'verify.jwt_new.rs256': gateway(bearer, 'rs256', true),
  introspect: (url, { opaque }) => tokens.introspection(url, opaque),
  'token.client_credentials.es256': (url) => tokens.oauthTokens(url),
  'token.workspan': (url) => tokens.workspanTokens(url),
  'token.workos_client': (url) => tokens.workosTokens(url),
};

/** One build: how to start a server of it on a fresh copy of its data. */
function side(bench, name, binary, data) {
  const withBinary = { ...bench, options: { ...bench.options, binary } };
  const running = path.join(bench.folder, `${name}-running`);
  return {
    name,
    serve() {
      rmSync(running, { recursive: true, force: true });
      cpSync(data, running, { recursive: true });
      return serve(withBinary, running, { env });
    },
  };
}

/** The data as our program migrates it. */
async function migrated(bench, data) {
  const copy = path.join(bench.folder, 'migrated');
  cpSync(data, copy, { recursive: true });
  await (await serve(bench, copy, { env })).stop();
  return copy;
}

/** Seeds the data with the other build; returns both sides and the lists of credentials. */
async function prepare(bench, other) {
  const old = { ...bench, options: { ...bench.options, binary: other } };
  const seeded = await seed(old, 'other', { users: bench.options.credentials, sessions: 1 });
  const lists = { ...seeded };
  const server = await serve(old, seeded.data, { env });
  for (const [name, load] of [['es256', tokens.oauthTokens], ['rs256', tokens.workosTokens],
    ['opaque', tokens.oauthReferences]]) {
    const source = load(server.url);
    lists[name] = path.join(bench.folder, `${name}.txt`);
    const count = name === 'opaque' ? bench.options.credentials : bench.options.newTokens;
    await harvest(bench, source, source.field, count, lists[name]);
  }
  await server.stop();
  return { lists, sides: [
    side(bench, 'ours', bench.options.binary, await migrated(bench, seeded.data)),
    side(bench, 'other', other, seeded.data)] };
}

/** One slice on a server that has just been started: its layout in memory differs each time. */
async function slice(bench, one, loadOf, lists) {
  const server = await one.serve();
  try {
    const load = loadOf(server.url, lists);
    const warm = { ...load, once: false };
    if (load.list && !load.once) await pass(bench, load);
    else if (!load.list) await drive(bench, warm, { connections, seconds: 0.3 });
    const before = usedSeconds(server.pid);
    const run = await drive(bench, load, { connections, seconds: bench.options.seconds });
    return { rate: run.per_second, cpu: (1e6 * (usedSeconds(server.pid) - before)) / run.answered };
  } finally {
    await server.stop();
  }
}

const spread = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => sorted[Math.round(share * (sorted.length - 1))].toFixed(3);
  return { median: median(values), text: `${median(values).toFixed(3)} (${at(0.25)}-${at(0.75)})` };
};

/** Runs one row and prints its line; returns whether it meets the level. */
async function compare(bench, name, { sides, lists }) {
  const ratios = { rate: [], cpu: [] };
  const ours = [];
  for (let round = 0; round < bench.options.rounds; ++round) {
    // Every second round uses the reverse order, so that drift of the machine cancels out.
    const order = round % 2 ? [...sides].reverse() : sides;
    const seen = {};
    for (const one of order) seen[one.name] = await slice(bench, one, rows[name], lists);
    ours.push(seen.ours);
    ratios.rate.push(seen.ours.rate / seen.other.rate);
    ratios.cpu.push(seen.ours.cpu / seen.other.cpu);
  }
  const [rate, cpu] = [spread(ratios.rate), spread(ratios.cpu)];
  const met = rate.median >= least.rate && cpu.median <= least.cpu;
  const own = (field, digits) => median(ours.map((one) => one[field])).toFixed(digits);
  process.stdout.write([name.padEnd(32), own('rate', 0).padStart(9), own('cpu', 1).padStart(8),
    rate.text.padStart(22), cpu.text.padStart(22), met ? '  met' : '  missed'].join(' ') + '\n');
  return { name, rate: rate.median, cpu: cpu.median, met, ratios };
}

/** Compares with the build at `other`; returns whether every row meets the level. */
export async function measureAgainst(bench, other, chosen) {
  const unknown = (chosen ?? []).filter((name) => !rows[name]);
  if (unknown.length > 0) throw new Error(`unknown row: ${unknown.join(', ')}; ` +
    `these are there: ${Object.keys(rows).join(', ')}`);
  const prepared = await prepare(bench, other);
  process.stdout.write(`${bench.options.rounds} rounds of ${bench.options.seconds} s, ` +
    `${connections} connections, ${bench.options.credentials} credentials; ratios are this ` +
    `program over ${other}, median and quartiles; wanted: rate >= ${least.rate}, ` +
    `processor time per answer <= ${least.cpu}\n`);
  process.stdout.write([''.padEnd(32), 'per s'.padStart(9), 'CPU us'.padStart(8),
    'rate ratio'.padStart(22), 'CPU ratio'.padStart(22)].join(' ') + '\n');
  const results = [];
  for (const name of chosen ?? Object.keys(rows)) {
    results.push(await compare(bench, name, prepared));
  }
  writeFileSync(path.join(bench.options.results, 'against.json'),
    `${JSON.stringify(results, null, 1)}\n`);
  return results.every((row) => row.met);
}
