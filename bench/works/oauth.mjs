// introspect, token.client_credentials.es256, write.durable: the endpoints that OAuth clients call.
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { harvest } from '../lib/harvest.mjs';
import { headerOf } from '../lib/jwt.mjs';
import { absent, race, us } from '../lib/race.mjs';
import { rivals } from '../lib/rivals.mjs';
import { serveWorld } from '../lib/world.mjs';
import { drive, pass } from '../lib/load.mjs';
import { commitRate, signRate } from '../subjects/anchors.mjs';
import * as tokens from '../subjects/bearward_tokens.mjs';
import * as glewlwyd from '../subjects/glewlwyd.mjs';
import * as oidcProvider from '../subjects/oidc_provider.mjs';

/** The connections of a subject; a bare library has none. */
const alone = { connections: undefined };

/** A contestant that receives a load. */
function asks(bench, subject, server, load, connections, note) {
  const run = () => drive(bench, load, { connections, seconds: bench.options.seconds });
  return { subject, pid: server.pid, note, run };
}

/** Glewlwyd is so slow that a short slice of many connections would end before any response. */
function asksSlowly(bench, subject, server, load, note) {
  const facts = { connections: 8 };
  const run = () => drive(bench, load, { ...facts, seconds: Math.max(2, bench.options.seconds) });
  return { subject, pid: server.pid, note, facts, run };
}

/** Checks that introspection reports a live token as active and an invented one as inactive. */
async function checkIntrospection(load, live) {
  for (const [token, active] of [[live, true], [`${live.slice(0, -4)}AAAA`, false]]) {
    const answer = await tokens.send(load, token);
    if (answer.status !== 200 || answer.json().active !== active) {
      throw new Error(`${load.url} must report active:${active}: ${answer.status} ${answer.text}`);
    }
  }
}

/** The introspection contestants of the rivals, each with tokens of its own. */
function introspectionRivals(bench, connections) {
  const one = (subject, start, issue, pathname, count, ask) => [subject, async () => {
    const server = await start(bench);
    const list = path.join(bench.folder, `${subject.replace(/\W+/g, '-')}.txt`);
    const live = await issue(server, count);
    writeFileSync(list, `${live.join('\n')}\n`);
    const load = { url: server.url + pathname, method: 'POST', body: 'token=@@', list,
      headers: [`Authorization: ${server.authorization}`,
        'Content-Type: application/x-www-form-urlencoded'] };
    await checkIntrospection(load, live[0]);
    return ask(subject, server, load, `${count} tokens`);
  }];
  const ask = (subject, server, load, note) =>
    asks(bench, subject, server, load, connections, note);
  const slowly = (...what) => asksSlowly(bench, ...what);
  return rivals(bench, 'introspect', [
    one('oidc-provider introspect', oidcProvider.start, oidcProvider.opaqueTokens,
      '/token/introspection', 500, ask),
    one('glewlwyd introspect', glewlwyd.start, glewlwyd.tokens, '/introspect', 50, slowly),
  ]);
}

async function introspect(bench, work) {
  const connections = 64;
  const { contestants, missing } = await introspectionRivals(bench, connections);
  const server = await serveWorld(bench);
  const source = tokens.oauthReferences(server.url);
  const live = await tokens.oneToken(source);
  const list = path.join(bench.folder, 'introspect.txt');
  const load = tokens.introspection(server.url, list);
  const there = live && (await tokens.send(load, live)).status !== 404;
  if (there) {
    const count = await harvest(bench, source, source.field, bench.options.credentials, list);
    await checkIntrospection(load, live);
    await pass(bench, load);
    contestants.unshift(asks(bench, us, server, load, connections, `${count} reference tokens`));
  } else {
    missing.unshift(absent(work, us, 'POST /oauth2/introspect answers 404'));
  }
  return [...(await race(bench, work, contestants, { connections })), ...missing];
}

/** Checks that a token load returns ES256 JWTs, a new one each time. */
async function checkTokens(load) {
  const [one, other] = [await tokens.oneToken(load), await tokens.oneToken(load)];
  if (one === other) throw new Error(`${load.url} returns the same token twice`);
  if (headerOf(one).alg !== 'ES256') throw new Error(`${load.url} signs ${headerOf(one).alg}`);
}

async function clientCredentials(bench, work) {
  const connections = 64;
  const one = (subject, setup, ask) => [subject, async () => {
    const server = await setup.start(bench);
    const load = { ...setup.tokenLoad(server), field: 'access_token' };
    await checkTokens(load);
    return ask(subject, server, load);
  }];
  const ask = (subject, server, load) => asks(bench, subject, server, load, connections);
  const slowly = (...what) => asksSlowly(bench, ...what);
  const { contestants, missing } = await rivals(bench, work, [
    one('oidc-provider client_credentials ES256', oidcProvider, ask),
    one('glewlwyd client_credentials ES256', glewlwyd, slowly),
    ['openssl speed P-256 sign', async () =>
      ({ subject: 'openssl speed P-256 sign', facts: alone, run: () => signRate(bench) })],
  ]);
  const server = await serveWorld(bench);
  const load = tokens.oauthTokens(server.url);
  if (await tokens.oneToken(load)) {
    await checkTokens(load);
    contestants.unshift(asks(bench, us, server, load, connections, 'durable before the answer'));
  } else {
    missing.unshift(absent(work, us, 'POST /oauth2/token answers 404'));
  }
  return [...(await race(bench, work, contestants, { connections })), ...missing];
}

/** A new session and its event in each answer, with the cheapest signature: the writer's rate. */
async function writeDurable(bench, work) {
  const server = await serveWorld(bench);
  const load = tokens.workspanTokens(server.url);
  const anchor = 'sqlite3 synchronous=FULL, one row a commit';
  const rows = [];
  const { connections: all, quick } = bench.options;
  for (const connections of quick ? all.slice(0, 1) : all) {
    rows.push(...(await race(bench, work, [
      asks(bench, us, server, load, connections, 'a session and its event, HS256'),
      { subject: anchor, facts: alone, run: () => commitRate(bench) },
    ], { connections })));
  }
  return rows;
}

export const works = {
  introspect,
  'token.client_credentials.es256': clientCredentials,
  'write.durable': writeDurable,
};
