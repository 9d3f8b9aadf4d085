// The requests to our token endpoints, as loads and as single exchanges.
import { basic, expect, request } from '../lib/http.mjs';
import { environmentKey, machine, organization, refresher, teller, user } from './bearward.mjs';

const form = 'Content-Type: application/x-www-form-urlencoded';
const by = ({ id, secret }) => [`Authorization: ${basic(id, secret)}`, form];

const grant = (url, client) => ({
  url: `${url}/oauth2/token`,
  method: 'POST',
  headers: by(client),
  body: 'grant_type=client_credentials',
  field: 'access_token',
});

/** POST /oauth2/token: ES256 JWTs of an application. */
export const oauthTokens = (url) => grant(url, machine);

/** POST /oauth2/token: reference tokens of another. */
export const oauthReferences = (url) => grant(url, teller);

/** POST /oauth2/token: reference tokens of an application that also gets refresh tokens. */
export const oauthRefreshable = (url) => ({ ...grant(url, refresher), field: 'refresh_token' });

/** POST /oauth2/token with a refresh token of the list; each works once. */
export const oauthRefresh = (url, list) => ({
  ...grant(url, refresher),
  body: 'grant_type=refresh_token&refresh_token=@@',
  list,
  once: true,
});

/** POST /oauth/token: WorkSpan's HS256 JWTs of the same application. */
export const workspanTokens = (url) => ({
  url: `${url}/oauth/token`,
  method: 'POST',
  headers: ['Content-Type: application/json'],
  body: JSON.stringify({ grant_type: 'client_credentials', client_id: machine.id,
    client_secret: machine.secret }),
  field: 'access_token',
});

/** POST /client/token: WorkOS's RS256 JWTs of ann. */
export const workosTokens = (url) => ({
  url: `${url}/client/token`,
  method: 'POST',
  headers: [`Authorization: Bearer ${environmentKey}`, 'Content-Type: application/json'],
  body: JSON.stringify({ organization_id: organization, user_id: user }),
  field: 'token',
});

/** POST /oauth2/introspect about the reference tokens of a list. */
export const introspection = (url, list) => ({
  url: `${url}/oauth2/introspect`,
  method: 'POST',
  headers: by(teller),
  body: 'token=@@',
  list,
});

/** POST /oauth2/revoke: revokes one of the machine's tokens. */
export const revocation = (url) => ({
  url: `${url}/oauth2/revoke`,
  method: 'POST',
  headers: by(machine),
  body: 'token=@@',
});

/** Sends the request of a load once. */
export function send(load, credential = '') {
  const headers = Object.fromEntries(load.headers.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 2).replace('@@', credential)];
  }));
  return request(load.url, { method: load.method, headers,
    text: load.body?.replace('@@', credential) });
}

/** One token of a load; null if the build has no such endpoint. */
export async function oneToken(load) {
  const answer = await send(load);
  if (answer.status === 404) return null;
  if (answer.status >= 300) throw new Error(`${load.url}: ${answer.status} ${answer.text}`);
  return answer.json()[load.field];
}

/** The JWKS that the server publishes for the tokens of a load. */
export async function publishedKeys(url, load, clientId) {
  const place = load.field === 'token' ? `/sso/jwks/${clientId}` : '/oauth2/jwks';
  return (await expect(200, `${url}${place}`)).json().keys;
}
