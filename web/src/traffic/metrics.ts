// The counters of the node that answers, as GET /v1/traffic has them, and rates from them.

export interface Count {
  what: "request" | "credential" | "introspection" | "gateway" | "sign_in";
  outcome: string;
  count: number;
}

interface Bucket {
  most_microseconds: number | null;
  count: number;
}

/** Traffic is the answer of GET /v1/traffic. */
export interface Traffic {
  /** gateway_used: a gateway has let a request pass, on any node; null while that is unknown. */
  gateway_used: boolean | null;
  counts: Count[];
  latency: Bucket[];
}

/** Snapshot is what the server counted up to a time in milliseconds. */
export interface Snapshot extends Traffic {
  at: number;
}

type Fits = (outcome: string) => boolean;

const sum = ({ counts }: Snapshot, what: Count["what"], fits: Fits): number =>
  counts
    .filter((one) => one.what === what && fits(one.outcome))
    .reduce((total, one) => total + one.count, 0);

/** rate returns how much was counted per second between two snapshots. A restart counts as 0. */
export function rate(old: Snapshot, now: Snapshot, what: Count["what"], fits: Fits): number {
  const seconds = (now.at - old.at) / 1000;
  const more = sum(now, what, fits) - sum(old, what, fits);
  return seconds > 0 && more > 0 ? more / seconds : 0;
}

/** quantile returns the time in milliseconds that this part of the requests took at most. */
export function quantile(old: Snapshot, now: Snapshot, part: number): number {
  const counts = now.latency.map(({ count }, at) => count - (old.latency[at]?.count ?? 0));
  const wanted = counts.reduce((total, count) => total + count, 0) * part;
  if (wanted <= 0) return 0;
  let [before, low] = [0, 0];
  for (const [at, count] of counts.entries()) {
    const high = now.latency[at]?.most_microseconds ?? null;
    if (before + count >= wanted) {
      const inside = count > 0 ? (wanted - before) / count : 0;
      return (high === null ? low : low + (high - low) * inside) / 1000;
    }
    [before, low] = [before + count, high ?? low];
  }
  return low / 1000;
}
