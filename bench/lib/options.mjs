// The options of `./dev bench`.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));

export const usage = `usage: ./dev bench [options]

  --quick              about 4 minutes: 3 rounds of 1 s, 10 000 credentials
  --only WORK[,WORK]   only these works, for example --only introspect,gateway.nginx
  --rounds N           rounds of each work (5; 3 with --quick)
  --seconds N          seconds of each slice (3; 1 with --quick)
  --credentials N      distinct credentials (100 000; 10 000 with --quick)
  --sessions N         sessions of memory.million and scale.* (1 000 000; 100 000 with --quick)
  --binary FILE        measure this program instead of build/bearward
  --against FILE       compare with another build of the program: 15 alternating rounds of 2 s
  --levels LIST        with --against: equal (the default, for a neighbouring build), or writes
                       (the writing rows beside release 0.1.0)
  --wrk                ask with wrk where it can, instead of with build/bench_load
  --list               print the works and end
`;

/** Reads the command line: what to run, how often and how long. */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      credentials: { type: 'string' },
      sessions: { type: 'string' },
      binary: { type: 'string', default: path.join(root, 'build/bearward') },
      against: { type: 'string' },
      levels: { type: 'string', default: 'equal' },
      wrk: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { quick, against } = values;
  const whole = (name, otherwise) => {
    const number = values[name] === undefined ? otherwise : Number(values[name]);
    if (!Number.isInteger(number) || number < 1)
      throw new Error(`--${name} must be a whole number of at least 1`);
    return number;
  };
  const credentials = whole('credentials', quick || against ? 10_000 : 100_000);
  return {
    quick,
    help: values.help,
    list: values.list,
    only: values.only?.split(','),
    against: against && path.resolve(against),
    levels: values.levels,
    binary: path.resolve(values.binary),
    generator: path.join(root, 'build/bench_load'),
    filler: path.join(root, 'build/events_bench'),
    wrk: values.wrk,
    rounds: whole('rounds', against ? 15 : quick ? 3 : 5),
    seconds: whole('seconds', against ? 2 : quick ? 1 : 3),
    // The longest time for one pass through a list of credentials.
    passSeconds: 900,
    credentials,
    newTokens: against ? 60_000 : Math.min(credentials, 60_000),
    million: whole('sessions', quick ? 100_000 : 1_000_000),
    connections: [64, 256],
    results: path.join(root, 'bench/results'),
  };
}
