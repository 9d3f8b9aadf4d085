// verify.*: many distinct live credentials in sequence, beside nginx, which reads none of them.
import { readFileSync } from 'node:fs';

import { expect } from '../lib/http.mjs';
import { race, us } from '../lib/race.mjs';
import { rivals } from '../lib/rivals.mjs';
import { forwarded, headersOf, serveWorld, world } from '../lib/world.mjs';
import { drive, pass } from '../lib/load.mjs';
import * as betterAuth from '../subjects/better_auth.mjs';
import { returning } from '../subjects/nginx.mjs';

/** Checks that a valid credential is accepted and an invalid one of the same form is not. */
export async function checkVerdicts(url, header, list) {
  const ask = (status, credential) => {
    const lines = [...forwarded, header.replace('@@', credential)];
    return expect(status, url, { headers: headersOf(lines) });
  };
  const good = readFileSync(list, 'utf8').split('\n', 1)[0];
  await ask(200, good);
  // Another digit in the middle keeps the form valid.
  const middle = Math.floor(good.length / 2) + 1;
  await ask(401, good.slice(0, middle) + (good[middle] === '1' ? '2' : '1') +
    good.slice(middle + 1));
}

/**
 * Runs the load of `header` and `list` against us and nginx, at both numbers of connections.
 * `others` start further rivals, which take part at the first number.
 */
export async function raceVerify(bench, work, server, { header, list, others = [] }) {
  const url = server.url + server.path;
  await checkVerdicts(url, header, list);
  const nginx = await returning(bench);
  const headers = [...forwarded, header];
  // Each credential once, so that the rounds measure cached credentials.
  await pass(bench, { url, headers, list });
  const { contestants: further, missing } = await rivals(bench, work, others);
  const rows = [];
  for (const connections of bench.options.connections) {
    const run = (target) => () =>
      drive(bench, { url: target, headers, list }, { connections, seconds: bench.options.seconds });
    const contestants = [
      { subject: us, pid: server.pid, run: run(url), note: server.path },
      { subject: 'nginx return 200', pid: nginx.pid, run: run(`${nginx.url}/`) },
      ...further.splice(0),
    ];
    rows.push(...(await race(bench, work, contestants, { connections })));
  }
  await nginx.stop();
  return [...rows, ...missing];
}

/** better-auth's verification of its own API keys, of which it has fewer. */
function betterAuthKeys(bench) {
  const subject = 'better-auth api-key';
  const count = bench.options.quick ? 100 : 1000;
  return [subject, async () => {
    const server = await betterAuth.start(bench, count);
    const how = { connections: bench.options.connections[0], seconds: bench.options.seconds };
    return { subject, pid: server.pid, note: `${count} keys, SQLite`,
      run: () => drive(bench, betterAuth.verifyLoad(server), how) };
  }];
}

async function verify(bench, work, pick) {
  const server = await serveWorld(bench);
  try {
    return await raceVerify(bench, work, server, pick(await world(bench)));
  } finally {
    await server.stop();
  }
}

export const works = {
  'verify.reference': (bench, work) =>
    verify(bench, work, ({ references }) =>
      ({ header: 'Authorization: Bearer @@', list: references })),
  'verify.api_key': (bench, work) =>
    verify(bench, work, ({ keys }) =>
      ({ header: 'X-Api-Key: @@', list: keys, others: [betterAuthKeys(bench)] })),
};
