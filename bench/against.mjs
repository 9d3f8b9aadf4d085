// against.mjs: this program beside another build of it (`./dev bench --against FILE`). Both start
// from copies of one data folder that the other build wrote, and answer the same load alternately.
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { harvest } from './lib/harvest.mjs';
import { freshSlice } from './lib/load.mjs';
import { median } from './lib/stats.mjs';
import { forwardAuth, forwarded } from './lib/world.mjs';
import { seed, serve } from './subjects/bearward.mjs';
import * as tokens from './subjects/bearward_tokens.mjs';

const connections = 64;

/**
 * The least rate and the highest processor time per response that a row must have, as multiples of
 * the other build's. `equal` is for two neighbouring builds; `writes` compares the writing rows
 * with release 0.1.0. A list without a row's name has no level for that row.
 */
const equal = { rate: 0.95, cpu: 1.03 };
const lists = {
  equal: () => equal,
  writes: (name) => ({ 'token.workspan': { rate: 4 }, 'token.workos_client': { rate: 3 },
    'token.refresh': { rate: 3 } })[name],
};

// The vendors' tokens are short-lived; a long run must not outlive them.
const env = { BEARWARD_TOKENS_WORKOS_CLIENT__ACCESS_SECONDS: '86400' };

const gateway = (header, once) => (url, list) =>
  ({ url: url + forwardAuth, headers: [...forwarded, header], list, once });
const bearer = 'Authorization: Bearer @@';

/** The rows: `load` is a function (url, file of credentials), `list` the name of that file. */
const rows = {
  'verify.reference': { list: 'references', load: gateway(bearer) },
  'verify.api_key': { list: 'keys', load: gateway('X-Api-Key: @@') },
  'verify.jwt_seen': { list: 'es256', load: gateway(bearer) },
  'verify.jwt_new.es256': { list: 'es256', load: gateway(bearer, true) },
  'verify.jwt_new.rs256': { list: 'rs256', load: gateway(bearer, true) },
  introspect: { list: 'opaque', load: tokens.introspection },
  'token.client_credentials.es256': { load: tokens.oauthTokens },
  'token.workspan': { load: tokens.workspanTokens },
  'token.workos_client': { load: tokens.workosTokens },
  'token.refresh': { list: 'refresh', load: tokens.oauthRefresh },
};

/** The lists that the other build's endpoints fill; `seed` fills the others. */
const sources = {
  es256: tokens.oauthTokens,
  rs256: tokens.workosTokens,
  opaque: tokens.oauthReferences,
  refresh: tokens.oauthRefreshable,
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

/** Seeds the data with the other build; returns both sides and the lists that the rows need. */
async function prepare(bench, other, chosen) {
  const old = { ...bench, options: { ...bench.options, binary: other } };
  const seeded = await seed(old, 'other', { users: bench.options.credentials, sessions: 1 });
  const files = { ...seeded };
  const server = await serve(old, seeded.data, { env });
  const needed = new Set(chosen.map((name) => rows[name].list));
  for (const [name, load] of Object.entries(sources)) {
    if (!needed.has(name)) continue;
    const source = load(server.url);
    files[name] = path.join(bench.folder, `${name}.txt`);
    const count = name === 'opaque' ? bench.options.credentials : bench.options.newTokens;
    await harvest(bench, source, source.field, count, files[name]);
  }
  await server.stop();
  return { files, sides: [
    side(bench, 'ours', bench.options.binary, await migrated(bench, seeded.data)),
    side(bench, 'other', other, seeded.data)] };
}

const spread = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => sorted[Math.round(share * (sorted.length - 1))].toFixed(3);
  return { median: median(values), text: `${median(values).toFixed(3)} (${at(0.25)}-${at(0.75)})` };
};

/** The result of a level: a word, and whether it is met. A row without one is only shown. */
function verdict(level, { rate, cpu }) {
  if (!level) return { word: '', met: true };
  const met = rate >= level.rate && (level.cpu === undefined || cpu <= level.cpu);
  return { word: `  ${met ? 'met' : 'missed'}`, met };
}

/** Runs one row and prints its line; returns the ratios and whether it meets its level. */
async function compare(bench, name, { sides, files }) {
  const ratios = { rate: [], cpu: [] };
  const ours = [];
  const { list, load } = rows[name];
  const { rounds, seconds } = bench.options;
  for (let round = 0; round < rounds; ++round) {
    // Every second round uses the reverse order, so that drift of the machine cancels out.
    const order = round % 2 ? [...sides].reverse() : sides;
    const seen = {};
    for (const one of order) {
      seen[one.name] = await freshSlice(bench, () => one.serve(), (url) => load(url, files[list]),
        { connections, seconds });
    }
    ours.push(seen.ours);
    ratios.rate.push(seen.ours.per_second / seen.other.per_second);
    ratios.cpu.push(seen.ours.cpu_us / seen.other.cpu_us);
  }
  const [rate, cpu] = [spread(ratios.rate), spread(ratios.cpu)];
  const level = lists[bench.options.levels](name);
  const { word, met } = verdict(level, { rate: rate.median, cpu: cpu.median });
  const own = (field, digits) => median(ours.map((one) => one[field])).toFixed(digits);
  process.stdout.write([name.padEnd(32), own('per_second', 0).padStart(9),
    own('cpu_us', 1).padStart(8), rate.text.padStart(22), cpu.text.padStart(22), wanted(level),
    word].join(' ') + '\n');
  return { name, rate: rate.median, cpu: cpu.median, level, met, ratios };
}

/** A level as text. */
function wanted(level) {
  if (!level) return '';
  return `  >= ${level.rate}${level.cpu === undefined ? '' : `, CPU <= ${level.cpu}`}`;
}

/** The rows to run: those of `--only`, else those that have a level. */
function chosenRows({ only, levels }) {
  if (!lists[levels]) {
    throw new Error(`unknown levels: ${levels}; these are there: ${Object.keys(lists).join(', ')}`);
  }
  const unknown = (only ?? []).filter((name) => !rows[name]);
  if (unknown.length > 0) throw new Error(`unknown row: ${unknown.join(', ')}; ` +
    `these are there: ${Object.keys(rows).join(', ')}`);
  return only ?? Object.keys(rows).filter((name) => lists[levels](name));
}

/** Compares with the build at `other`; returns whether every row meets its level. */
export async function measureAgainst(bench, other) {
  const chosen = chosenRows(bench.options);
  const prepared = await prepare(bench, other, chosen);
  process.stdout.write(`${bench.options.rounds} rounds of ${bench.options.seconds} s, ` +
    `${connections} connections, ${bench.options.credentials} credentials; ratios are this ` +
    `program over ${other}, median and quartiles\n`);
  process.stdout.write([''.padEnd(32), 'per s'.padStart(9), 'CPU us'.padStart(8),
    'rate ratio'.padStart(22), 'CPU ratio'.padStart(22), '  wanted'].join(' ') + '\n');
  const results = [];
  for (const name of chosen) results.push(await compare(bench, name, prepared));
  writeFileSync(path.join(bench.options.results, 'against.json'),
    `${JSON.stringify(results, null, 1)}\n`);
  return results.every((row) => row.met);
}
