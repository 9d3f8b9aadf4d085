// Shared by the works: the seeded data folder, and the request that verifies a credential.
import { environmentKey, seed, serve } from '../subjects/bearward.mjs';
import { request } from './http.mjs';

/** The headers with which a gateway describes the request, beside the credential. */
export const forwarded = [
  'X-Forwarded-Method: GET',
  'X-Forwarded-Proto: http',
  'X-Forwarded-Host: api.example',
  'X-Forwarded-Uri: /orders/1',
  'X-Forwarded-For: 127.0.0.1',
];

/** Header lines as an object. */
export function headersOf(lines) {
  return Object.fromEntries(lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 2)];
  }));
}

export const forwardAuth = '/gateway/forward-auth/bench';
export const whoAmI = '/v1/whoami';

let seeded;
const missing = new Set();

/** The data folder with many users, each with a key and a session; created once. */
export function world(bench) {
  seeded ??= seed(bench, 'world', { users: bench.options.credentials, sessions: 1 });
  return seeded;
}

/** `path` if the build has that endpoint, else whoami, which verifies in the same way. */
export async function pathOrWhoAmI(bench, url, path) {
  const headers = { ...headersOf(forwarded), Authorization: `Bearer ${environmentKey}` };
  if ((await request(url + path, { headers })).status !== 404) return path;
  if (!missing.has(path)) bench.say(`GET ${path} is not there: GET ${whoAmI} is measured instead`);
  missing.add(path);
  return whoAmI;
}

/**
 * Starts the server on the shared data. `path` is the endpoint that verifies a credential: the
 * given one, or whoami if the build has none.
 */
export async function serveWorld(bench, { path = forwardAuth, ...how } = {}) {
  const { data } = await world(bench);
  const server = await serve(bench, data, how);
  return { ...server, path: await pathOrWhoAmI(bench, server.url, path) };
}
