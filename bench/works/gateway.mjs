// gateway.*: a gateway with our check, compared with the same gateway and a constant response.
import { readFileSync } from 'node:fs';

import { expect } from '../lib/http.mjs';
import { race, us } from '../lib/race.mjs';
import { forwardAuth, serveWorld, world } from '../lib/world.mjs';
import { drive, pass } from '../lib/load.mjs';
import * as caddy from '../subjects/caddy.mjs';
import * as nginx from '../subjects/nginx.mjs';

/** Checks that the gateway passes a live bearer token and refuses an unknown one. */
async function checkGuard(url, list) {
  const live = readFileSync(list, 'utf8').split('\n', 1)[0];
  const bearer = (token) => ({ headers: { Authorization: `Bearer ${token}` } });
  await expect(200, url, bearer(live));
  await expect(401, url, bearer(live.replace(/^../, live.startsWith('00') ? '11' : '00')));
}

async function raceGateway(bench, work, { guarding, path, anchor }) {
  const { references: list } = await world(bench);
  const server = await serveWorld(bench, { path, cores: bench.layout.behind });
  const static204 = await nginx.static204(bench);
  const ours = await guarding(bench, server.url + server.path);
  const theirs = await guarding(bench, `${static204.url}/`);
  await checkGuard(`${ours.url}/orders/1`, list);

  const aside = { ...bench, layout: { ...bench.layout, client: bench.layout.gatewayClient } };
  const connections = 64;
  const load = (guard) =>
    ({ url: `${guard.url}/orders/1`, headers: ['Authorization: Bearer @@'], list });
  await pass(aside, load(ours));
  const run = (guard) => () =>
    drive(aside, load(guard), { connections, seconds: bench.options.seconds });
  return race(bench, work, [
    { subject: us, pid: server.pid, run: run(ours), note: `asked: ${server.path}` },
    { subject: anchor, pid: static204.pid, run: run(theirs) },
  ], { connections, behind: true });
}

export const works = {
  'gateway.nginx': (bench, work) => raceGateway(bench, work, { guarding: nginx.guarding,
    path: '/gateway/nginx/bench', anchor: 'nginx auth_request to a static 204' }),
  'gateway.caddy': (bench, work) => raceGateway(bench, work, { guarding: caddy.guarding,
    path: forwardAuth, anchor: 'caddy forward_auth to a static 204' }),
};
