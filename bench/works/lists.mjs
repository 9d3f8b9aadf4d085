// lists: the response time of the lists of the API over 10,000 organizations, 100,000 users and a
// million API keys. Left out are lists below a row that is neither an organization nor a user, and
// lists that need a filter which is not here.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, request } from '../lib/http.mjs';
import { us } from '../lib/race.mjs';
import { percentile, round } from '../lib/stats.mjs';
import { applyWorld, environmentKey, login, organization, serve, user }
  from '../subjects/bearward.mjs';

const headers = { Authorization: `Bearer ${environmentKey}` };
const pages = 20;
/**
 * Filters with a value for each, or several; a parameter that is not here is left out. The names of
 * all organizations begin with c, those of all users with u, and those of all keys with f.
 */
const filters = { organization_id: organization, user_id: user, target: user, actor_id: user,
  type: 'user.created', email: 'u77@bench.example', external_id: 'unknown', order: 'asc',
  events: 'organization.created', search: ['c', 'u', 'f'],
  ids: organization };

/** Lists that are always 404 here, each with the reason. */
const missing = {
  '/organizations/{organization_id}/groups/{id}/organization-memberships': 'there is no group',
  '/v1/objects/{id}/members': 'there is no object',
};

/**
 * A data folder `name` with the users of a full run, and ten users and a hundred keys for each
 * organization: {data, users}.
 */
export async function directory(bench, name) {
  const users = bench.options.million / 10;
  const data = path.join(bench.folder, name);
  mkdirSync(data, { mode: 0o700 });
  applyWorld(bench, data);
  const server = await serve(bench, data);
  await login(server.url);
  await expect(201, `${server.url}/organizations/${organization}/api_keys`,
    { headers, json: { name: 'first' } });
  await server.stop();
  execFileSync('python3', [fileURLToPath(new URL('../world/directory.py', import.meta.url)),
    path.join(data, 'bearward.db'), String(users / 10), String(users), '10']);
  return { data, users };
}

/** The directory in words. */
export function sizeOf(users) {
  const count = (number) => number.toLocaleString('en-US');
  return `${count(users / 10)} organizations, ${count(users)} users and ${count(users * 10)} keys`;
}

/** The paths of the lists, each without a filter and with each one that is known. */
async function lists(server) {
  const { paths } = (await expect(200, `${server.url}/openapi.json`)).json();
  return Object.entries(paths).flatMap(([template, { get }]) => {
    const query = (get?.parameters ?? []).filter((one) => one.in === 'query');
    const known = query.filter(({ name }) => filters[name]);
    const at = template.replace(/\{organization_?id\}/i, organization)
      .replace(/\{user_?id\}/i, user)
      .replace(/\{id\}/, template.includes('/users/') ? user : organization);
    const paged = query.some(({ name }) => name === 'limit');
    if (!paged || at.includes('{') || missing[template]) return [];
    const needed = known.filter(({ required }) => required)
      .map(({ name }) => [name, filters[name]]);
    const choices = known.filter(({ required }) => !required)
      .flatMap(({ name }) => [filters[name]].flat().map((value) => [[name, value]]));
    return [[], ...choices].map((chosen) => `${at}?limit=50` + [...needed, ...chosen]
      .map(([name, value]) => `&${name}=${encodeURIComponent(value)}`).join(''));
  });
}

/** Reads the first pages of a list; returns the milliseconds of each, undefined for a refusal. */
async function read(server, list) {
  const times = [];
  let after;
  for (let i = 0; i < pages; ++i) {
    const begun = process.hrtime.bigint();
    const answer = await request(`${server.url}${list}${after ? `&after=${after}` : ''}`,
      { headers });
    times.push(Number(process.hrtime.bigint() - begun) / 1e6);
    if (answer.status === 400) return undefined;  // it needs a filter
    if (answer.status !== 200) throw new Error(`${list}: ${answer.status} ${answer.text}`);
    after = answer.json().list_metadata?.after;
  }
  return times;
}

async function slowest(bench, work) {
  const { data, users } = await directory(bench, 'lists');
  const server = await serve(bench, data);
  const rows = [];
  for (const list of await lists(server)) {
    const times = await read(server, list);
    if (times) rows.push({ list, p50: percentile(times, 50), p95: percentile(times, 95) });
  }
  if (rows.length < 50) throw new Error(`only ${rows.length} lists answered`);
  rows.sort((a, b) => b.p95 - a.p95);
  const [{ list, p50, p95 }] = rows;
  return [{ work, subject: us, per_second: null, p50_ms: round(p50, 2), p99_ms: null,
    p95_ms: round(p95, 2), runs: pages, rss_mib: null,
    said: `the slowest of ${rows.length} lists over ${sizeOf(users)} is ${list}: ` +
      `p95 ${round(p95, 2)} ms` }];
}

export const works = { lists: slowest };
