// events.*: the event log: appending to it, and `bearward audit verify` over a million events.
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

import { race, us } from '../lib/race.mjs';
import { median, round } from '../lib/stats.mjs';
import { onServerCore } from '../subjects/anchors.mjs';
import { applyWorld } from '../subjects/bearward.mjs';

/** The level is defined for a million; smaller counts are not compared with it. */
const whole = 1_000_000;
const writers = 64;
const batched = 100_000;

/** Runs build/events_bench; returns the events per second that it prints. */
async function appendRate(bench, ...words) {
  const program = path.join(path.dirname(bench.options.generator), 'events_bench');
  if (!existsSync(program)) {
    throw new Error(`${program} is missing: cmake --build build --target events_bench`);
  }
  const text = await onServerCore(bench, [program, ...words.map(String)]);
  const rate = text.match(/^(\d+) events\/s in writes of /m);
  if (!rate) throw new Error(`unexpected output of events_bench:\n${text}`);
  return { per_second: Number(rate[1]) };
}

/** Each write waits for its commit, as a request does; the writer commits several at a time. */
async function append(bench, work) {
  let runs = 0;
  const file = () => path.join(bench.folder, `events-${(runs += 1)}.db`);
  return race(bench, work, [
    { subject: us, note: `${writers} writers, one event in each write; durable`,
      run: () => appendRate(bench, 'append', file(), bench.options.seconds, writers) },
    { subject: 'bearward, 1,000 events in each write', note: 'one writer',
      run: () => appendRate(bench, 'verify', file(), batched) },
  ]);
}

async function verify(bench, work) {
  const { million: count, rounds, binary } = bench.options;
  const data = path.join(bench.folder, 'events');
  mkdirSync(data, { mode: 0o700 });
  applyWorld(bench, data);
  await appendRate(bench, 'fill', path.join(data, 'bearward.db'), count,
    path.join(data, 'master.key'));
  const times = [];
  for (let i = 0; i < rounds; ++i) {
    const begun = process.hrtime.bigint();
    // A problem in the chain is an exit code other than 0, which fails the work.
    await onServerCore(bench, [binary, 'audit', 'verify', '--data', data]);
    times.push(Number(process.hrtime.bigint() - begun) / 1e9);
  }
  const seconds = round(median(times), 2);
  return [{ work, subject: us, per_second: round(count / seconds, 0), p50_ms: null, p99_ms: null,
    rss_mib: null, runs: rounds, seconds, unjudged: count < whole,
    said: `bearward audit verify: ${count.toLocaleString('en-US')} events in ${seconds} s` }];
}

export const works = { 'events.append': append, 'events.verify': verify };
