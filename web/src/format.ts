// Texts for values: relative times and short ids.

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** ago returns how long ago, or in which time, an ISO time is. */
export function ago(iso: string, now: number = Date.now()): string {
  const seconds = (Date.parse(iso) - now) / 1000;
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return seconds > 0 ? "in less than a minute" : "just now";
}

/** exact returns a time in the zone of the reader. */
export function exact(iso: string): string {
  return new Date(iso).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "long" });
}

/** day returns the date of a time in the zone of the reader. */
export const day = (iso: string) =>
  new Date(iso).toLocaleDateString(undefined, { dateStyle: "medium" });

/** inSentence returns a title within a sentence: "API keys" stays, "Roles" is "roles". */
export const inSentence = (title: string) =>
  title
    .split(" ")
    .map((word) => (/^[A-Z]{2,}s?$/.test(word) ? word : word.toLowerCase()))
    .join(" ");

/** words returns an identifier as words: "login.failed" is "login failed". */
export function words(identifier: string): string {
  return identifier.replaceAll(/[._]/g, " ");
}

const startAfter = (days: number) => (text: string) => {
  const at = new Date(`${text}T00:00:00`);
  at.setDate(at.getDate() + days);
  return Number.isNaN(at.valueOf()) ? text : at.toISOString();
};

/**
 * startOf returns the first time of a day in the zone of the reader, and dayAfter that of the next
 * day, where a range ends. Another text stays as it is, so that the server explains it.
 */
export const startOf = startAfter(0);
export const dayAfter = startAfter(1);

/** pretty returns a JSON text with line breaks, and another text as it is. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** counted returns a number with its noun: "1 time", "2 times". */
export const counted = (number: number, one: string) =>
  `${number} ${one}${number === 1 ? "" : "s"}`;
