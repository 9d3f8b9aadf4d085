// memory.*: the memory of an idle server, and with a million credentials in use.
import { mkdirSync } from 'node:fs';
import path from 'node:path';

import { request } from '../lib/http.mjs';
import { residentMib } from '../lib/processes.mjs';
import { us } from '../lib/race.mjs';
import { median, round } from '../lib/stats.mjs';
import { forwarded, forwardAuth, pathOrWhoAmI } from '../lib/world.mjs';
import { pass } from '../lib/load.mjs';
import { applyWorld, environmentKey, seed, serve } from '../subjects/bearward.mjs';

/** The level is defined for a million; smaller counts are not compared with it. */
const whole = 1_000_000;

const memoryRow = (work, subject, rss, runs, more) =>
  ({ work, subject, per_second: null, p50_ms: null, p99_ms: null, rss_mib: round(rss, 1), runs,
    ...more });

/** A small data folder, one request, a second of rest. */
async function idle(bench, work) {
  const data = path.join(bench.folder, 'idle');
  mkdirSync(data, { mode: 0o700 });
  applyWorld(bench, data);
  const sizes = [];
  const starts = [];
  for (let i = 0; i < bench.options.rounds; ++i) {
    const server = await serve(bench, data);
    await request(`${server.url}/v1/whoami`,
      { headers: { Authorization: `Bearer ${environmentKey}` } });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    sizes.push(residentMib(server.pid));
    starts.push(server.startMs);
    await server.stop();
  }
  const said = `ready in ${round(median(starts), 0)} ms`;
  return [memoryRow(work, us, median(sizes), sizes.length, { said })];
}

/** Ten sessions per user, each presented once, so that every verdict is cached. */
async function million(bench, work) {
  const { million: count } = bench.options;
  const { data, references: list } = await seed(bench, 'million',
    { users: count / 10, sessions: 10 });
  const server = await serve(bench, data);
  const before = residentMib(server.pid);
  const url = server.url + (await pathOrWhoAmI(bench, server.url, forwardAuth));
  const slice = await pass(bench,
    { url, list, headers: [...forwarded, 'Authorization: Bearer @@'] });
  const rss = residentMib(server.pid);
  const metrics = (await request(`${server.url}/metrics`)).text;
  const held = Number(metrics.match(/^bearward_cached_verdicts (\S+)/m)?.[1]);
  if (!(held >= 0.999 * count)) throw new Error(`${held} of ${count} verdicts are cached`);
  const said = `${count.toLocaleString('en-US')} credentials of ` +
    `${(count / 10).toLocaleString('en-US')} users, ` +
    `${Math.round(1024 * 1024 * (rss - before) / count)} bytes each over ${round(before, 1)} MiB`;
  return [memoryRow(work, us, rss, 1, { said, unjudged: count < whole,
    first_time_per_second: round(slice.per_second, 0) })];
}

export const works = { 'memory.idle': idle, 'memory.million': million };
