// run.mjs: the side-by-side benchmark. `./dev bench` installs what it needs and calls it.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { describeMachine, layoutOf } from './lib/machine.mjs';
import { readOptions, usage } from './lib/options.mjs';
import { Processes } from './lib/processes.mjs';
import { absent } from './lib/race.mjs';
import { printRow, printTitles, publish } from './lib/report.mjs';
import { measureAgainst } from './against.mjs';
import { judge } from './levels.mjs';
import { fullOnly, works } from './works/index.mjs';

/** The argument of every work. */
function makeBench(options) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bearward-bench-'));
  return {
    options,
    folder,
    folders: [folder],  // removed at the end
    layout: layoutOf(os.cpus().length),
    processes: new Processes(folder),
    say: (text) => process.stderr.write(`bench: ${text}\n`),
  };
}

/** Runs one work; its failure becomes a row, and the other works still run. */
async function runWork(bench, name) {
  const begun = Date.now();
  try {
    return await works[name](bench, name);
  } catch (error) {
    bench.say(`${name} failed: ${error.stack}`);
    return [{ ...absent(name, 'bearward', error.message.split('\n')[0]), failed: true }];
  } finally {
    await bench.processes.stopAll();
    bench.say(`${name} took ${Math.round((Date.now() - begun) / 1000)} s`);
  }
}

/** The works to run, in their order. */
function chosenWorks({ only, quick }) {
  const unknown = (only ?? []).filter((name) => !works[name]);
  if (unknown.length > 0) throw new Error(`unknown work: ${unknown.join(', ')}; see --list`);
  return only ?? Object.keys(works).filter((name) => !quick || !fullOnly.includes(name));
}

/** Runs the works and publishes their rows; returns whether all succeeded. */
async function measure(bench, chosen) {
  const machine = describeMachine();
  if (machine.load_before > 0.5) {
    bench.say(`load average ${machine.load_before.toFixed(1)}: wait for a quiet machine to quote`);
  }
  printTitles();
  const begun = Date.now();
  const rows = [];
  for (const name of chosen) {
    const more = await runWork(bench, name);
    judge(more);
    more.forEach(printRow);
    rows.push(...more);
  }
  machine.minutes = Math.round((Date.now() - begun) / 6000) / 10;
  publish(bench.options, machine, rows);
  return rows.every((row) => !row.failed);
}

async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options.help) return process.stdout.write(usage);
  if (options.list) return process.stdout.write(`${Object.keys(works).join('\n')}\n`);
  const chosen = options.against ? [] : chosenWorks(options);
  const needed = [options.binary, options.generator, options.against].filter(Boolean);
  for (const file of needed) {
    if (!existsSync(file)) throw new Error(`${file} is missing`);
  }

  const bench = makeBench(options);
  const leave = async () => {
    await bench.processes.stopAll();
    bench.folders.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
  };
  process.on('SIGINT', () => leave().then(() => process.exit(130)));
  process.on('SIGTERM', () => leave().then(() => process.exit(143)));
  try {
    const good = options.against ? await measureAgainst(bench, options.against)
      : await measure(bench, chosen);
    process.exitCode = good ? 0 : 1;
  } finally {
    await leave();
  }
}

main().then(
  () => process.exit(),
  (error) => {
    process.stderr.write(`bench: ${error.message}\n`);
    process.exit(2);
  },
);
