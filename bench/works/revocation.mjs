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

async function revocation(bench, work) {
  const server = await serveWorld(bench);
  const tries = bench.options.quick ? 20 : 100;
  const ask = async (headers) => (await request(server.url + server.path,
    { headers: { ...headersOf(forwarded), ...headers } })).status;
  let stale = 0;
  const ways = await waysOf(server);
  for (const [name, make] of Object.entries(ways)) {
    for (let i = 0; i < tries; ++i) {
      const { present, end } = await make();
      for (let seen = 0; seen < 3; ++seen) {
        const status = await ask(present);
        if (status !== 200) throw new Error(`${name}: ${status} while it lives`);
      }
      const ended = await end();
      if (ended.status >= 300) throw new Error(`${name}: ${ended.status} ${ended.text}`);
      if ((await ask(present)) !== 401) ++stale;
    }
  }
  const said = `${stale} of ${tries * Object.keys(ways).length} were let in once more ` +
    `(${Object.keys(ways).join('; ')})`;
  return [{ work, subject: us, per_second: null, p50_ms: null, p99_ms: null, rss_mib: null,
    runs: tries * Object.keys(ways).length, stale, said }];
}

export const works = { revocation };
