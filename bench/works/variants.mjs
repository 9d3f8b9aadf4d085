// Variants of verify.reference, for the full form: one credential, first time, bad ones, over TLS.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { race, us } from '../lib/race.mjs';
import { forwarded, serveWorld, world } from '../lib/world.mjs';
import { drive, pass } from '../lib/load.mjs';
import * as nginx from '../subjects/nginx.mjs';

const headers = [...forwarded, 'Authorization: Bearer @@'];
const connections = 64;

const linesOf = (file) => readFileSync(file, 'utf8').trimEnd().split('\n');

function writeList(bench, name, lines) {
  const file = path.join(bench.folder, name);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

/** Measures us beside nginx, both warmed up with the list. */
async function against(bench, work, { ours, theirs, warm = ours, pids, note }) {
  const how = { connections, seconds: bench.options.seconds };
  await pass(bench, warm);
  return race(bench, work, [
    { subject: us, pid: pids.ours, note, run: () => drive(bench, ours, how) },
    { subject: 'nginx return 200', pid: pids.theirs, run: () => drive(bench, theirs, how) },
  ], { connections });
}

async function withList(bench, work, list, note, refusals) {
  const server = await serveWorld(bench);
  const plain = await nginx.returning(bench);
  return against(bench, work, {
    ours: { url: server.url + server.path, headers, list, refusals },
    theirs: { url: `${plain.url}/`, headers, list },
    pids: { ours: server.pid, theirs: plain.pid },
    note,
  });
}

async function oneCredential(bench, work) {
  const { references } = await world(bench);
  // Some lines of it, so that one pass through the list is long enough to warm up with.
  const list = writeList(bench, 'one.txt', Array(1000).fill(linesOf(references)[0]));
  return withList(bench, work, list, 'one credential');
}

/** A mix of live, expired and revoked tokens: a refusal must not cost more than an acceptance. */
async function mixed(bench, work) {
  const { references, spoilt } = await world(bench);
  const bad = linesOf(spoilt);
  const good = linesOf(references).slice(0, 2 * bad.length);
  const lines = bad.flatMap((token, i) => [good[2 * i], good[2 * i + 1], token]);
  const rows = await withList(bench, work, writeList(bench, 'mixed.txt', lines),
    'two thirds live, the others expired or ended', true);
  for (const { refused, answered } of rows.find((row) => row.subject === us).slices) {
    const share = refused / answered;
    if (share < 0.32 || share > 0.35)
      throw new Error(`the share of refused tokens is ${share} instead of one third`);
  }
  return rows;
}

/** Each credential once on a fresh server, so that every lookup reads the database. */
async function firstTime(bench, work) {
  const { references: list } = await world(bench);
  const contestant = { subject: us, note: 'each credential once after a start' };
  contestant.run = async () => {
    await bench.processes.stopAll();
    const server = await serveWorld(bench);
    contestant.pid = server.pid;
    return pass(bench, { url: server.url + server.path, headers, list });
  };
  return race(bench, work, [contestant], { connections });
}

async function overTls(bench, work) {
  const { references: list } = await world(bench);
  const certificate = path.join(bench.folder, 'tls.crt');
  const key = path.join(bench.folder, 'tls.key');
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt',
    'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-keyout', key,
    '-out', certificate], { stdio: 'ignore' });
  const server = await serveWorld(bench, { https: true,
    env: { BEARWARD_TLS__CERTIFICATE: certificate, BEARWARD_TLS__KEY: key } });
  const secure = await nginx.returningOverTls(bench, { certificate, key });
  return against(bench, work, {
    ours: { url: server.https + server.path, headers, list },
    theirs: { url: `${secure.https}/`, headers, list },
    warm: { url: server.url + server.path, headers, list },
    pids: { ours: server.pid, theirs: secure.pid },
    note: 'TLS, keep-alive',
  });
}

export const works = {
  'verify.reference.one': oneCredential,
  'verify.reference.mixed': mixed,
  'verify.reference.first_time': firstTime,
  'verify.reference.tls': overTls,
};
