// oidc-provider on one Node.js process, with its own memory adapter.
import { fileURLToPath } from 'node:url';

import { basic, collect, expect } from '../lib/http.mjs';
import { freePort } from '../lib/processes.mjs';

const program = fileURLToPath(new URL('oidc_provider_server.mjs', import.meta.url));
const id = 'bench';
const secret = '0123456789abcdef0123456789abcdef';
const authorization = basic(id, secret);

/** Starts it: {url, pid, authorization, refreshTokens, stop()}. */
export async function start(bench) {
  const port = await freePort();
  const running = bench.processes.start('oidc-provider', bench.layout.server, process.execPath,
    [program, String(port), id, secret], { env: { NODE_ENV: 'production' }, pipe: true });
  const { issuer: url, refreshTokens } = JSON.parse(await running.firstLine());
  return { url, pid: running.pid, authorization, refreshTokens, stop: () => running.stop() };
}

const grant = { grant_type: 'client_credentials' };

/** The load of the token endpoint: each answer an ES256 JWT. */
export const tokenLoad = ({ url }) => ({
  url: `${url}/token`,
  method: 'POST',
  headers: [`Authorization: ${authorization}`, 'Content-Type: application/x-www-form-urlencoded'],
  body: new URLSearchParams({ ...grant, resource: 'https://api.example',
    scope: 'orders:read' }).toString(),
});

/** The load of refreshes with the tokens of a list: each answer an RS256 JWT. */
export const refreshLoad = ({ url }, list) => ({
  url: `${url}/token`,
  method: 'POST',
  headers: [`Authorization: ${authorization}`, 'Content-Type: application/x-www-form-urlencoded'],
  body: new URLSearchParams({ grant_type: 'refresh_token', resource: 'https://rsa.example',
    refresh_token: '@@' }).toString().replace('%40%40', '@@'),
  list,
});

/** Issues `count` opaque tokens; the memory adapter keeps no more than about a thousand. */
export async function opaqueTokens({ url }, count) {
  return collect(count, async () => {
    const answer = await expect(200, `${url}/token`,
      { form: grant, headers: { Authorization: authorization } });
    return answer.json().access_token;
  });
}
