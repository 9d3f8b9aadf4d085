// The counters of the server, as /metrics has them (Prometheus' text form), and rates from them.

export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

/** Snapshot is what the server counted up to a time in milliseconds. */
export interface Snapshot {
  at: number;
  samples: Sample[];
}

const line = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/;
const label = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** parse reads the samples; lines that are no samples are comments. */
export function parse(text: string): Sample[] {
  return text.split("\n").flatMap((one) => {
    const [, name, labels = "", value] = line.exec(one) ?? [];
    if (name === undefined) return [];
    const pairs = [...labels.matchAll(label)].map(([, key, text = ""]) => [key, text]);
    return [{ name, labels: Object.fromEntries(pairs), value: Number(value) }];
  });
}

type Fits = (labels: Record<string, string>) => boolean;

/** sum adds the samples of a metric whose labels fit. */
export const sum = (snapshot: Snapshot, name: string, fits: Fits = () => true): number =>
  snapshot.samples
    .filter((one) => one.name === name && fits(one.labels))
    .reduce((total, one) => total + one.value, 0);

/** rate returns how much was counted per second between two snapshots. A restart counts as 0. */
export function rate(old: Snapshot, now: Snapshot, name: string, fits?: Fits): number {
  const seconds = (now.at - old.at) / 1000;
  const more = sum(now, name, fits) - sum(old, name, fits);
  return seconds > 0 && more > 0 ? more / seconds : 0;
}

const duration = "bearward_request_duration_seconds_bucket";

/** quantile returns the time in milliseconds that this part of the requests took at most. */
export function quantile(old: Snapshot, now: Snapshot, part: number): number {
  const bounds = now.samples
    .filter((one) => one.name === duration)
    .map((one) => one.labels["le"] ?? "");
  const counts = bounds.map((bound) => {
    const fits: Fits = (labels) => labels["le"] === bound;
    return sum(now, duration, fits) - sum(old, duration, fits);
  });
  const wanted = (counts.at(-1) ?? 0) * part;
  if (wanted <= 0) return 0;
  const at = counts.findIndex((count) => count >= wanted);
  const [low, high] = [at > 0 ? Number(bounds[at - 1]) : 0, Number(bounds[at])];
  if (!Number.isFinite(high)) return low * 1000;
  const before = at > 0 ? (counts[at - 1] ?? 0) : 0;
  const inside = (wanted - before) / ((counts[at] ?? 0) - before);
  return (low + (high - low) * inside) * 1000;
}
