// workos.*: operations of WorkOS' API beside the vendor's own emulator, which keeps everything in
// memory and checks neither tenants nor rights.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { request } from '../lib/http.mjs';
import { drive, pass } from '../lib/load.mjs';
import { headersOf, serveWorld, world } from '../lib/world.mjs';
import { race, us } from '../lib/race.mjs';
import { rivals } from '../lib/rivals.mjs';
import { rsaSignRate } from '../subjects/anchors.mjs';
import { applyWorld, environmentKey, user } from '../subjects/bearward.mjs';
import { oneToken, workosTokens } from '../subjects/bearward_tokens.mjs';
import { returning } from '../subjects/nginx.mjs';
import * as emulator from '../subjects/workos_emulator.mjs';
import * as oidcProvider from '../subjects/oidc_provider.mjs';
import * as workos from '../subjects/workos_requests.mjs';

const theirs = 'workos emulator';

let made;

async function makeAll(server) {
  await workos.makeRole(server);
  const ids = await workos.makeWorld(server);
  return { ...ids, check: await workos.makeCheck(server, ids) };
}

/** Our server with the data of workos_requests.mjs, which is made once. */
async function ours(bench) {
  const { clientId, data } = await world(bench);
  applyWorld(bench, data, 'workos.toml');
  const server = { ...(await serveWorld(bench)), key: environmentKey, clientId };
  made ??= makeAll(server);
  return { ...server, world: await made };
}

/** Sends a load once; the answer must contain `wanted`. */
async function checkAnswer(load, wanted) {
  const answer = await request(load.url,
    { method: load.method, headers: headersOf(load.headers), text: load.body });
  if (answer.status !== 200 || !answer.text.includes(wanted)) {
    throw new Error(`${load.url} must answer ${wanted}: ${answer.status} ${answer.text}`);
  }
}

/** A contestant that receives the same request again and again. */
async function repeats(bench, subject, server, load, wanted, note) {
  await checkAnswer(load, wanted);
  const { connections: [connections], seconds } = bench.options;
  return { subject, pid: server.pid, note,
    run: () => drive(bench, load, { connections, seconds }) };
}

const bound = 'nginx return 200';

/** A fixed response: what HTTP alone costs on this machine. */
async function upperBound(bench) {
  const server = await returning(bench);
  return repeats(bench, bound, server, { url: `${server.url}/`, headers: [] }, '');
}

/** The work of one request: `loadOf` and `wantedOf` take a server. */
const comparison = (loadOf, wantedOf) => async (bench, work) => {
  const one = (subject, server) =>
    repeats(bench, subject, server, loadOf(server), wantedOf(server));
  const { contestants, missing } = await rivals(bench, work, [
    [theirs, async () => one(theirs, await emulator.start(bench))],
    [bound, () => upperBound(bench)],
  ]);
  contestants.unshift(await one(us, await ours(bench)));
  const [connections] = bench.options.connections;
  return [...(await race(bench, work, contestants, { connections })), ...missing];
};

/** `me` of the client GraphQL API. The emulator has no GraphQL: it reads a user by its id. */
async function me(bench, work) {
  const subject = `${theirs}, GET a user`;
  const { contestants, missing } = await rivals(bench, work, [[subject, async () => {
    const server = await emulator.start(bench);
    return repeats(bench, subject, server, workos.userLoad(server), server.world.user);
  }], [bound, () => upperBound(bench)]]);
  const server = await serveWorld(bench);
  const token = await oneToken(workosTokens(server.url));
  const load = {
    url: `${server.url}/client/graphql`,
    method: 'POST',
    headers: [`Authorization: Bearer ${token}`, 'Content-Type: application/json'],
    body: JSON.stringify({ query: '{ me { id email firstName lastName } }' }),
  };
  contestants.unshift(await repeats(bench, us, server, load, user));
  const [connections] = bench.options.connections;
  return [...(await race(bench, work, contestants, { connections })), ...missing];
}

const tokenIn = (line) => JSON.parse(line).refresh_token;

/**
 * A contestant that refreshes each of `count` sessions once in each slice, with the tokens that the
 * slice before returned.
 */
async function rotates(bench, subject, server, count, note) {
  const list = path.join(bench.folder, `${subject.replace(/\W+/g, '-')}-refresh.txt`);
  const keep = `${list}.kept`;
  writeFileSync(list, `${(await workos.signIns(server, count)).join('\n')}\n`);
  const load = { ...workos.refreshLoad(server, list), keep };
  const run = async () => {
    const slice = await pass(bench, load);
    const fresh = readFileSync(keep, 'utf8').match(/"refresh_token"\s*:\s*"[^"]+"/g)
      .map((member) => tokenIn(`{${member}}`));
    if (fresh.length !== count) throw new Error(`${subject}: ${fresh.length} tokens of ${count}`);
    writeFileSync(list, `${fresh.join('\n')}\n`);
    return slice;
  };
  return { subject, pid: server.pid, note, run };
}

/** oidc-provider's refresh without rotation, which spares it the write. */
async function refreshOfOidcProvider(bench, subject, count) {
  const server = await oidcProvider.start(bench);
  const list = path.join(bench.folder, 'oidc-provider-refresh.txt');
  const tokens = server.refreshTokens;
  const lines = Array.from({ length: count }, (_, i) => tokens[i % tokens.length]);
  writeFileSync(list, `${lines.join('\n')}\n`);
  const load = oidcProvider.refreshLoad(server, list);
  await checkAnswer({ ...load, body: load.body.replace('@@', tokens[0]) }, '"access_token":"ey');
  return { subject, pid: server.pid, note: 'RS256, no rotation, in memory',
    run: () => pass(bench, load) };
}

/** authenticate by refresh: an RS256 token each; ours is durable before the answer. */
async function refresh(bench, work) {
  const count = 1000 * bench.options.seconds;
  const provider = 'oidc-provider refresh RS256';
  const anchor = 'openssl speed rsa2048 sign';
  const { contestants, missing } = await rivals(bench, work, [
    [theirs, async () =>
      rotates(bench, theirs, await emulator.start(bench), count, 'RS256, in memory')],
    [provider, () => refreshOfOidcProvider(bench, provider, count)],
    [anchor, async () => ({ subject: anchor, facts: { connections: undefined },
      run: () => rsaSignRate(bench) })],
  ]);
  contestants.unshift(
    await rotates(bench, us, await ours(bench), count, 'RS256, rotation durable'));
  return [...(await race(bench, work, contestants, { connections: 64 })), ...missing];
}

export const works = {
  'workos.organization':
    comparison(workos.organizationLoad, (server) => server.world.organization),
  'workos.check': comparison(workos.checkLoad, () => '"authorized":true'),
  'workos.me': me,
  'workos.refresh': refresh,
};
