// scale.sqlite, scale.postgres: grants and verifications without a cached verdict, on a database
// with a million sessions and ten million events beside a nearly empty one.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { drive, freshSlice } from '../lib/load.mjs';
import { race, us } from '../lib/race.mjs';
import { forwardAuth, forwarded } from '../lib/world.mjs';
import { seed, serve } from '../subjects/bearward.mjs';
import { workspanTokens } from '../subjects/bearward_tokens.mjs';
import { node, onPostgres } from '../subjects/postgres.mjs';

const connections = 64;
const empty = 'bearward, empty database';
const sessionsOfUser = 10;
/** How many credentials are presented, each once, to a server that has just been started. */
const asked = 50_000;

/** The level is defined for a million; smaller counts are not compared with it. */
const whole = 1_000_000;

const seeded = (bench, name, sessions) =>
  seed(bench, name, { users: sessions / sessionsOfUser, sessions: sessionsOfUser });

/** Appends events to the log at `place`, a file or URL, with the master key of `data`. */
function fill(bench, place, events, data) {
  const said = execFileSync(bench.options.filler,
    ['fill', place, String(events), path.join(data, 'master.key')], { encoding: 'utf8' });
  bench.say(`${events} events: ${said.trim()}`);
}

/** A file with about `asked` of the credentials: all of every n-th user. */
function sampled(file) {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const step = Math.max(1, Math.floor(lines.length / asked));
  const some = lines.filter((_, i) => Math.floor(i / sessionsOfUser) % step === 0);
  writeFileSync(`${file}.some`, `${some.join('\n')}\n`);
  return `${file}.some`;
}

/** Races `large` and `small`: {start() -> server, list}. */
async function compare(bench, work, { large, small, note }) {
  const { seconds, passSeconds, million } = bench.options;
  const rows = [];
  const servers = [await large.start(), await small.start()];
  const grant = (subject, server, text) => ({ subject, pid: server.pid, note: text,
    run: () => drive(bench, workspanTokens(server.url), { connections, seconds }) });
  rows.push(...await race(bench, `${work}.grants`,
    [grant(us, servers[0], note), grant(empty, servers[1])], { connections }));
  for (const server of servers) await server.stop();
  const misses = (subject, { start, list }, text) => ({ subject, note: text,
    run: () => freshSlice(bench, start, (url) => ({ url: url + forwardAuth, list, once: true,
      headers: [...forwarded, 'Authorization: Bearer @@'] }),
    { connections, seconds: passSeconds }) });
  rows.push(...await race(bench, `${work}.misses`,
    [misses(us, large, note), misses(empty, small)], { connections }));
  return million < whole ? rows.map((row) => ({ ...row, unjudged: true })) : rows;
}

const describe = (sessions, events) =>
  `${sessions.toLocaleString('en-US')} sessions, ${events.toLocaleString('en-US')} events`;

/** Calls `use` with a seeded folder of the large database, and removes the folder. */
async function withMany(bench, name, use) {
  const big = await seeded(bench, name, bench.options.million);
  try {
    return await use(big);
  } finally {
    await bench.processes.stopAll((running) => running.name === 'bearward');
    rmSync(big.data, { recursive: true, force: true });
  }
}

async function onSqlite(bench, work, big) {
  const { million } = bench.options;
  const little = await seeded(bench, 'scale-empty', Math.min(asked, million));
  fill(bench, path.join(big.data, 'bearward.db'), 10 * million, big.data);
  const one = ({ data, references }) =>
    ({ start: () => serve(bench, data), list: sampled(references) });
  return compare(bench, work,
    { large: one(big), small: one(little), note: describe(million, 10 * million) });
}

/** Two servers of PostgreSQL, so that each has its own buffers and log. */
async function onTwoServers(bench, work, big) {
  const { million } = bench.options;
  const little = await seeded(bench, 'scale-pg-empty', Math.min(asked, million));
  const one = (database, { references }) =>
    ({ start: () => node(bench, database), list: sampled(references) });
  return onPostgres(bench, big.data, async (large) => {
    fill(bench, large.url, 10 * million, big.data);
    return onPostgres(bench, little.data, (small) => compare(bench, work,
      { large: one(large, big), small: one(small, little),
        note: describe(million, 10 * million) }));
  });
}

export const works = {
  'scale.sqlite': (bench, work) => withMany(bench, 'scale', (big) => onSqlite(bench, work, big)),
  'scale.postgres': (bench, work) =>
    withMany(bench, 'scale-pg', (big) => onTwoServers(bench, work, big)),
};
