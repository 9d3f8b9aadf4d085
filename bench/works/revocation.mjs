// revocation: the next request after a revocation is refused, regardless of caches.
import { request } from '../lib/http.mjs';
import { us } from '../lib/race.mjs';
import { forwarded, headersOf, serveWorld } from '../lib/world.mjs';
import { environmentKey as admin, login, user } from '../subjects/bearward.mjs';
import * as tokens from '../subjects/bearward_tokens.mjs';

const bearer = (token) => ({ Authorization: `Bearer ${token}` });

/** The ways to revoke: each creates a credential; returns how to present and how to revoke it. */
async function waysOf({ url }) {
  const post = (path, token, options) =>
    request(url + path, { method: 'POST', headers: bearer(token), ...options });
  const sessionOf = async (token) =>
    (await request(`${url}/v1/whoami`, { headers: bearer(token) })).json().session_id;
  const ways = {
    'reference token, logged out': async () => {
      const token = await login(url);
      return { present: bearer(token), end: () => post('/auth/logout', token) };
    },
    'API key, revoked': async () => {
      const made = await post(`/v1/users/${user}/api_key`, admin, { json: { description: 'x' } });
      const { id, value } = made.json();
      return { present: { 'X-Api-Key': value },
        end: () => post(`/v1/api_keys/${id}/revoke`, admin) };
    },
    'HS256 JWT, its session revoked': async () => {
      const token = await tokens.oneToken(tokens.workspanTokens(url));
      const id = await sessionOf(token);
      return { present: bearer(token), end: () => post(`/v1/sessions/${id}/revoke`, admin) };
    },
  };
  if ((await tokens.send(tokens.revocation(url), 'unknown')).status !== 404) {
    ways['ES256 JWT, revoked'] = async () => {
      const token = await tokens.oneToken(tokens.oauthTokens(url));
      return { present: bearer(token), end: () => tokens.send(tokens.revocation(url), token) };
    };
  }
  return ways;
}

/**
 * Revokes `tries` credentials of each kind at the server `at`, after the server `seenAt` has
 * accepted them, and presents each to that server again: {stale, count, times, ways}. `stale` is
 * the number of credentials that were accepted after the response to their revocation, `times` are
 * the milliseconds of these responses, and `ways` the kinds.
 */
export async function revokeAll({ at, seenAt, tries }) {
  const ask = async (headers) => (await request(seenAt.url + seenAt.path,
    { headers: { ...headersOf(forwarded), ...headers } })).status;
  const ways = await waysOf(at);
  const times = [];
  let stale = 0;
  for (const [name, make] of Object.entries(ways)) {
    for (let i = 0; i < tries; ++i) {
      const { present, end } = await make();
      for (let seen = 0; seen < 3; ++seen) {
        const status = await ask(present);
        if (status !== 200) throw new Error(`${name}: ${status} while it lives`);
      }
      const begun = process.hrtime.bigint();
      const ended = await end();
      times.push(Number(process.hrtime.bigint() - begun) / 1e6);
      if (ended.status >= 300) throw new Error(`${name}: ${ended.status} ${ended.text}`);
      if ((await ask(present)) !== 401) ++stale;
    }
  }
  return { stale, count: times.length, times, ways: Object.keys(ways) };
}

/** The row of a result of revokeAll. */
export function revocationRow(work, { stale, count, ways }, more = {}) {
  const said = `${stale} of ${count} were let in once more (${ways.join('; ')})`;
  return { work, subject: us, per_second: null, p50_ms: null, p99_ms: null, rss_mib: null,
    runs: count, stale, said, ...more };
}

async function revocation(bench, work) {
  const server = await serveWorld(bench);
  const tries = bench.options.quick ? 20 : 100;
  return [revocationRow(work, await revokeAll({ at: server, seenAt: server, tries }))];
}

export const works = { revocation };
