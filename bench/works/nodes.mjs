// Nodes on PostgreSQL: write.durable.postgres, write.durable.two_nodes, verify.lease,
// revocation.nodes.
import { drive, freshSlice } from '../lib/load.mjs';
import { race, us } from '../lib/race.mjs';
import { percentile, round } from '../lib/stats.mjs';
import { forwardAuth, forwarded, pathOrWhoAmI, serveWorld, world } from '../lib/world.mjs';
import { serve } from '../subjects/bearward.mjs';
import { workspanTokens } from '../subjects/bearward_tokens.mjs';
import { node, onPostgres } from '../subjects/postgres.mjs';
import { revocationRow, revokeAll } from './revocation.mjs';

const connections = 64;
const sqlite = 'bearward on SQLite';
const grant = 'a session and its event, HS256';

/** Grants at a server: a session and its event in each response. */
const grants = (bench, subject, server, note) => ({ subject, pid: server.pid, note,
  run: () => drive(bench, workspanTokens(server.url),
    { connections, seconds: bench.options.seconds }) });

/** A work on a database with the data of the shared world. */
const onWorld = (run) => async (bench, work) => {
  const { data } = await world(bench);
  return onPostgres(bench, data, (database) => run(bench, work, database));
};

/** The grants of one node. The processor time is that of the node, without the database server. */
async function onOneNode(bench, work, database) {
  const ours = await node(bench, database);
  const rival = await serveWorld(bench);
  return race(bench, work, [
    grants(bench, us, ours, `${grant}; one node on PostgreSQL`),
    grants(bench, sqlite, rival, grant),
  ], { connections });
}

/** Two slices at the same time as one. */
const together = ([one, other]) => ({
  per_second: one.per_second + other.per_second,
  answered: one.answered + other.answered,
  p50_ms: Math.max(one.p50_ms, other.p50_ms),
  p99_ms: Math.max(one.p99_ms, other.p99_ms),
});

/** Both nodes use the core that one node has alone. */
async function onTwoNodes(bench, work, database) {
  const nodes = [await node(bench, database), await node(bench, database)];
  const contestants = nodes.map((one) => grants(bench, 'bearward, one node', one, grant));
  const both = { subject: us, note: 'two nodes at once, each with these connections',
    run: async () => together(await Promise.all(contestants.map((one) => one.run()))) };
  return race(bench, work, [both, contestants[0]], { connections });
}

/** Answers from memory. A node asks its lease each time; a server on SQLite has none. */
async function withLease(bench, work, database) {
  const { data, references: list } = await world(bench);
  const load = (url) =>
    ({ url: url + forwardAuth, headers: [...forwarded, 'Authorization: Bearer @@'], list });
  const one = (subject, start, note) => ({ subject, note,
    run: () => freshSlice(bench, start, load, { connections, seconds: bench.options.seconds }) });
  return race(bench, work, [
    one(us, () => node(bench, database), 'one node on PostgreSQL; a new server in each round'),
    one(sqlite, () => serve(bench, data), 'a new server in each round'),
  ], { connections });
}

/** 200 revocations at one node, each asked about at the other one once it is answered. */
async function revokedElsewhere(bench, work, database) {
  const at = await node(bench, database);
  const other = await node(bench, database);
  const seenAt = { ...other, path: await pathOrWhoAmI(bench, other.url, forwardAuth) };
  const result = await revokeAll({ at, seenAt, tries: 50 });
  const of = (share) => round(percentile(result.times, share), 2);
  return [revocationRow(work, result, { p50_ms: of(50), p99_ms: of(99),
    note: 'p50 and p99 of the response to the revocation' })];
}

export const works = {
  'write.durable.postgres': onWorld(onOneNode),
  'write.durable.two_nodes': onWorld(onTwoNodes),
  'verify.lease': onWorld(withLease),
  'revocation.nodes': onWorld(revokedElsewhere),
};
