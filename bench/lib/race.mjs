// Measures the contestants of one work alternately; ratios are computed inside each round, so that
// they stay valid while the machine's speed drifts.
import { residentMib, usedSeconds } from './processes.mjs';
import { median, round } from './stats.mjs';

export const us = 'bearward';

/** The rounds of one contestant as the row of the results. */
function summarize(work, contestant, slices, facts) {
  const rates = slices.map((slice) => slice.per_second);
  const of = (name) => round(median(slices.map((slice) => slice[name] ?? 0)), 3);
  const row = {
    work,
    subject: contestant.subject,
    ...facts,
    ...contestant.facts,
    per_second: round(median(rates), 1),
    min_per_second: round(Math.min(...rates), 1),
    max_per_second: round(Math.max(...rates), 1),
    p50_ms: of('p50_ms'),
    p99_ms: of('p99_ms'),
    rss_mib: contestant.pid ? round(residentMib(contestant.pid), 1) : null,
    runs: slices.length,
  };
  if (slices.every((slice) => slice.cpu_us)) {
    row.cpu_us = of('cpu_us');
    row.busy = round(median(slices.map((one) => (one.per_second * one.cpu_us) / 1e6)), 2);
  }
  if (contestant.note) row.note = contestant.note;
  return { ...row, slices };
}

/** The median, over the rounds, of what a field of ours is as a multiple of the rival's. */
function ratioOf(ours, rival, field) {
  const ratios = rival.slices.map((slice, i) => ours.slices[i][field] / slice[field]);
  return ratios.every(Number.isFinite) ? round(median(ratios), 3) : undefined;
}

/** One slice, with the processor time that the server took for each answer. */
async function runOne(contestant) {
  const before = contestant.pid && usedSeconds(contestant.pid);
  const slice = await contestant.run();
  if (before === undefined || !slice.answered || slice.cpu_us) return slice;
  return { ...slice, cpu_us: (1e6 * (usedSeconds(contestant.pid) - before)) / slice.answered };
}

/**
 * Runs `contestants` ({subject, pid, note, facts, run()}) alternately and returns a row for each.
 * `run` returns {per_second, p50_ms, p99_ms}; `facts` are further fields of the row.
 * The rows of rivals get `ratio`, `p99_ratio` and `cpu_ratio`, where there is a value: the median
 * of ours over theirs.
 */
export async function race(bench, work, contestants, facts = {}) {
  const slices = new Map(contestants.map((contestant) => [contestant, []]));
  for (let turn = 0; turn < bench.options.rounds; ++turn) {
    // Every second round uses the reverse order, so that no contestant always follows the same one.
    const order = turn % 2 ? [...contestants].reverse() : contestants;
    for (const contestant of order) slices.get(contestant).push(await runOne(contestant));
  }
  const rows = contestants.map((one) => summarize(work, one, slices.get(one), facts));
  const ours = rows.find((row) => row.subject === us);
  for (const row of rows) {
    if (!ours || row === ours) continue;
    row.ratio = ratioOf(ours, row, 'per_second');
    row.p99_ratio = ratioOf(ours, row, 'p99_ms');
    row.cpu_ratio = ratioOf(ours, row, 'cpu_us');
  }
  return rows;
}

/** The row of a subject that could not be measured, with the reason. */
export function absent(work, subject, why, facts = {}) {
  return { work, subject, ...facts, absent: why };
}
