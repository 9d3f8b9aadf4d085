// verify.at_70_percent: the response time at 70 % of the peak rate.
import { race, us } from '../lib/race.mjs';
import { median } from '../lib/stats.mjs';
import { forwarded, serveWorld, world } from '../lib/world.mjs';
import { drive, pass } from '../lib/load.mjs';
import { returning } from '../subjects/nginx.mjs';

const connections = 64;

/** The peak of a load, as the median of some slices. */
async function peakOf(bench, load) {
  const rates = [];
  for (let i = 0; i < (bench.options.quick ? 1 : 3); ++i) {
    const slice = await drive(bench, load, { connections, seconds: bench.options.seconds });
    rates.push(slice.per_second);
  }
  return median(rates);
}

/** A slice at 70 % of `peak`; throws if the generator could not keep the pace. */
async function pacedSlice(bench, load, peak) {
  const pace = Math.round(0.7 * peak);
  const slice = await drive(bench, { ...load, pace },
    { connections, seconds: bench.options.seconds });
  if (slice.per_second < 0.95 * pace) {
    const sent = Math.round(slice.per_second);
    throw new Error(`the generator sent ${sent} requests per second instead of ${pace}`);
  }
  return slice;
}

async function at70Percent(bench, work) {
  const { references: list } = await world(bench);
  const server = await serveWorld(bench);
  const nginx = await returning(bench);
  const headers = [...forwarded, 'Authorization: Bearer @@'];
  const ours = { url: server.url + server.path, headers, list };
  const theirs = { url: `${nginx.url}/`, headers, list };
  await pass(bench, ours);
  const peaks = { ours: await peakOf(bench, ours), theirs: await peakOf(bench, theirs) };
  return race(bench, work, [
    { subject: us, pid: server.pid, run: () => pacedSlice(bench, ours, peaks.ours),
      note: `peak ${Math.round(peaks.ours)}` },
    { subject: 'nginx return 200', pid: nginx.pid, note: `peak ${Math.round(peaks.theirs)}`,
      run: () => pacedSlice(bench, theirs, peaks.theirs) },
  ], { connections, paced: true });
}

export const works = { 'verify.at_70_percent': at70Percent };
