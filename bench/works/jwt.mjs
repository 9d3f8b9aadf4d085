// verify.jwt_*: JWTs that the server issued itself, seen before or never.
import { createPublicKey } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { harvest } from '../lib/harvest.mjs';
import { expect } from '../lib/http.mjs';
import { headerOf, withBrokenSignature } from '../lib/jwt.mjs';
import { usedSeconds } from '../lib/processes.mjs';
import { absent, race, us } from '../lib/race.mjs';
import { forwarded, headersOf, serveWorld, world } from '../lib/world.mjs';
import { drive, pass } from '../lib/load.mjs';
import * as tokens from '../subjects/bearward_tokens.mjs';
import * as haproxy from '../subjects/haproxy.mjs';
import { raceVerify } from './verify.mjs';

const header = 'Authorization: Bearer @@';

// The vendors' tokens are short-lived; a long run must not outlive them.
const longLived = { BEARWARD_TOKENS_WORKOS_CLIENT__ACCESS_SECONDS: '86400' };

/** ES256 access tokens where the build issues them, else WorkSpan's HS256. */
async function seenSource(bench, url) {
  if (await tokens.oneToken(tokens.oauthTokens(url))) return tokens.oauthTokens(url);
  bench.say('POST /oauth2/token is not there: HS256 tokens of /oauth/token are seen instead');
  return tokens.workspanTokens(url);
}

async function jwtSeen(bench, work) {
  const server = await serveWorld(bench);
  const source = await seenSource(bench, server.url);
  const list = path.join(bench.folder, 'jwt-seen.txt');
  await harvest(bench, source, source.field, bench.options.credentials, list);
  const rows = await raceVerify(bench, work, server, { header, list });
  await server.stop();
  return rows;
}

/** Writes the public key that the tokens of a file are signed with as PEM, from our JWKS. */
async function writePem(bench, url, source, token) {
  const { clientId } = await world(bench);
  const keys = await tokens.publishedKeys(url, source, clientId);
  const key = keys.find(({ kid }) => kid === headerOf(token).kid);
  const file = path.join(bench.folder, `${headerOf(token).alg}.pem`);
  writeFileSync(file, createPublicKey({ key, format: 'jwk' }).export({ type: 'spki',
    format: 'pem' }));
  return file;
}

async function checkSignatures(url, token) {
  const ask = (status, bearer) => expect(status, url, {
    headers: headersOf([...forwarded, header.replace('@@', bearer)]) });
  await ask(200, token);
  await ask(401, withBrokenSignature(token));
}

/** Issues the tokens and sets some apart to warm up connections and statements. */
async function issue(bench, url, source, algorithm) {
  const file = path.join(bench.folder, `jwt-new-${algorithm}.txt`);
  const warm = `${file}.warm`;
  await harvest(bench, source, source.field, bench.options.newTokens, file);
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const warmers = lines.splice(0, Math.ceil(lines.length / 20));
  writeFileSync(warm, `${warmers.join('\n')}\n`);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return { file, warm, sample: warmers[0] };
}

/** Each round on a fresh server, so that none of its tokens is cached. */
function freshRun(bench, list, connections, contestant) {
  return async () => {
    const server = await serveWorld(bench, { env: longLived });
    contestant.pid = server.pid;
    const load = (file) => ({ url: server.url + server.path, list: file,
      headers: [...forwarded, header] });
    await pass(bench, load(list.warm));
    const before = usedSeconds(server.pid);
    const slice = await drive(bench, { ...load(list.file), once: true },
      { connections, seconds: bench.options.seconds });
    slice.cpu_us = (1e6 * (usedSeconds(server.pid) - before)) / slice.answered;
    contestant.last = server;
    if (contestant.rounds++ < bench.options.rounds - 1) await server.stop();
    return slice;
  };
}

async function jwtNew(bench, work, algorithm, sourceOf) {
  const rival = `haproxy jwt_verify ${algorithm}`;
  const issuer = await serveWorld(bench, { env: longLived });
  const source = sourceOf(issuer.url);
  if (!(await tokens.oneToken(source))) {
    await issuer.stop();
    return [absent(work, us, `${new URL(source.url).pathname} answers 404`)];
  }
  const list = await issue(bench, issuer.url, source, algorithm);
  const pem = await writePem(bench, issuer.url, source, list.sample);
  await checkSignatures(issuer.url + issuer.path, list.sample);
  const { path: note } = issuer;
  await issuer.stop();

  const proxy = await haproxy.verifying(bench, algorithm, pem);
  await checkSignatures(`${proxy.url}/`, list.sample);
  const connections = 64;
  const ours = { subject: us, note, rounds: 0 };
  ours.run = freshRun(bench, list, connections, ours);
  const theirs = { subject: rival, pid: proxy.pid, run: () => drive(bench,
    { url: `${proxy.url}/`, headers: [...forwarded, header], list: list.file, once: true },
    { connections, seconds: bench.options.seconds }) };
  const rows = await race(bench, work, [ours, theirs], { connections });
  await ours.last.stop();
  await proxy.stop();
  return rows;
}

export const works = {
  'verify.jwt_seen': jwtSeen,
  'verify.jwt_new.es256': (bench, work) => jwtNew(bench, work, 'ES256', tokens.oauthTokens),
  'verify.jwt_new.rs256': (bench, work) => jwtNew(bench, work, 'RS256', tokens.workosTokens),
};
