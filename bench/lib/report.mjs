// The results: rows on the terminal, a table for the README, raw data and charts.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { charts } from './chart.mjs';

const number = (value) => (value ? Math.round(value).toLocaleString('en-US') : '');
const digits = (value, count) => (value ? value.toFixed(count) : '');

/** The result of a level as text. */
function verdict({ wanted, met }) {
  if (met === null) return `${wanted}: unknown`;
  return `${wanted}: ${met ? 'met' : '**missed**'}`;
}

const titles = ['work', 'subject', 'per second', 'ours / this', 'level', 'p50 ms', 'p99 ms',
  'CPU us', 'RSS MiB', 'notes'];

/** The compared number: the rate, or p99 where the rate was fixed. */
function comparison(row) {
  if (!row.ratio) return '';
  return row.paced ? `p99 ${row.p99_ratio.toFixed(2)} x` : `${row.ratio.toFixed(2)} x`;
}

/** A server that was not busy could have answered more: something else was the limit. */
function idleness(row) {
  const full = !row.busy || row.busy >= 0.9 || row.paced || row.behind;
  return full ? '' : `server ${Math.round(100 * row.busy)} % busy`;
}

/** The columns of a row. */
function cells(row) {
  const subject = row.connections ? `${row.subject}, ${row.connections} conns` : row.subject;
  const why = row.absent && `${row.failed ? 'FAILED' : 'not there'}: ${row.absent}`;
  return [
    row.work,
    subject,
    number(row.per_second),
    comparison(row),
    (row.levels ?? []).map(verdict).join(', '),
    digits(row.p50_ms, 2),
    digits(row.p99_ms, 2),
    digits(row.cpu_us, 1),
    digits(row.rss_mib, 1),
    [why, row.said, row.note, idleness(row)].filter(Boolean).join('; '),
  ];
}

/** Prints one line of columns; level and notes come last, because they may be long. */
function printColumns([work, subject, rate, ratio, level, p50, p99, cpu, rss, notes]) {
  const columns = [work.padEnd(30), subject.padEnd(52), rate.padStart(10), ratio.padStart(11),
    p50.padStart(7), p99.padStart(8), cpu.padStart(8), rss.padStart(7)];
  const rest = [level, notes].filter(Boolean).join('; ');
  process.stdout.write(`${columns.join(' ')}  ${rest}\n`);
}

export const printRow = (row) => printColumns(cells(row));
export const printTitles = () => printColumns(titles);

/** Machine, date, method and versions of the run. */
function caption(options, machine) {
  const versions = Object.entries(machine.versions).map((pair) => pair.join(' ')).join(', ');
  return `${machine.date.slice(0, 10)}, ${machine.cpu}, ${machine.cores} cores, ` +
    `Linux ${machine.kernel}; medians of ${options.rounds} rounds of ${options.seconds} s, ` +
    `${options.credentials.toLocaleString('en-US')} distinct credentials, ` +
    `load average ${machine.load_before.toFixed(1)} before; ${versions}.`;
}

function markdown(options, machine, rows) {
  return [
    caption(options, machine),
    '',
    `| ${titles.join(' | ')} |`,
    '|---|---|--:|--:|---|--:|--:|--:|--:|---|',
    ...rows.map((row) => `| ${cells(row).join(' | ')} |`),
    '',
  ].join('\n');
}

/** The public form of a row: the first eight fields are what other programs read. */
function latest({ work, subject, per_second, p50_ms, p99_ms, rss_mib, runs, slices, ...more }) {
  return { work, subject, per_second, p50_ms, p99_ms, rss_mib, runs, ...more };
}

/**
 * Writes everything under bench/results/ and prints the table. A run of selected works is for
 * development: it writes only part.json and leaves the results of the last complete run.
 */
export function publish(options, machine, rows) {
  mkdirSync(options.results, { recursive: true });
  const write = (name, text) => writeFileSync(path.join(options.results, name), text);
  const json = (value) => `${JSON.stringify(value, null, 1)}\n`;
  const stamp = machine.date.replace(/[-:]/g, '');
  const { quick, rounds, seconds, credentials } = options;
  const raw = options.only ? 'part.json' : `raw-${stamp}.json`;
  write(raw, json({ machine, options: { quick, rounds, seconds, credentials }, rows }));
  const table = markdown(options, machine, rows);
  if (!options.only) {
    write('latest.json', json(rows.filter((row) => !row.absent).map(latest)));
    write('latest.md', table);
    for (const [name, svg] of charts(rows, caption(options, machine))) write(name, svg);
  }
  const judged = rows.flatMap((row) => row.levels ?? []).filter((level) => level.met !== null);
  const met = judged.filter((level) => level.met);
  process.stdout.write(`\n${table}\n${met.length} of ${judged.length} levels met, ` +
    `${machine.minutes} minutes; raw data in bench/results/${raw}\n`);
}
