// Glewlwyd on SQLite: an OpenID Connect plugin with ES256 and a client, set up by its admin API.
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { basic, collect, expect } from '../lib/http.mjs';
import { freePort } from '../lib/processes.mjs';

const schema = '/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3';
const id = 'bench';
// Kept hashed, as ours is: what Glewlwyd calls a client secret would be stored as it is.
const password = '0123456789abcdef0123456789abcdef';
const authorization = basic(id, password);

/** The configuration that Debian ships, with our port and folder. */
function writeConfig(folder, port) {
  const database = path.join(folder, `glewlwyd-${port}.db`);
  execFileSync('sqlite3', [database], { input: readFileSync(schema) });
  const shipped = readFileSync('/etc/glewlwyd/glewlwyd.conf', 'utf8');
  const config = shipped
    .replace(/^port=.*$/m, `port=${port}\nbind_address="127.0.0.1"`)
    .replace(/^external_url=.*$/m, `external_url="http://127.0.0.1:${port}/"`)
    .replace(/^log_file=.*$/m, `log_file="${path.join(folder, 'glewlwyd-own.log')}"`)
    .replace(/^log_level=.*$/m, 'log_level="ERROR"')
    .replace(/^@include.*$/m, `database = { type = "sqlite3", path = "${database}" };`);
  const file = path.join(folder, `glewlwyd-${port}.conf`);
  writeFileSync(file, config);
  return file;
}

/** The plugin's parameters: client credentials, introspection, and its required settings. */
function parameters(url) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    iss: url,
    'jwt-type': 'ecdsa',
    'jwt-key-size': '256',
    key: privateKey.export({ type: 'sec1', format: 'pem' }),
    cert: publicKey.export({ type: 'spki', format: 'pem' }),
    'access-token-duration': 86400,
    'refresh-token-duration': 86400,
    'code-duration': 600,
    'refresh-token-rolling': false,
    'allow-non-oidc': true,
    'auth-type-code-enabled': false,
    'auth-type-token-enabled': false,
    'auth-type-id-token-enabled': true,
    'auth-type-none-enabled': false,
    'auth-type-password-enabled': false,
    'auth-type-client-enabled': true,
    'auth-type-device-enabled': false,
    'auth-type-refresh-enabled': false,
    'jwks-show': true,
    'introspection-revocation-allowed': true,
    'introspection-revocation-allow-target-client': true,
    'subject-type': 'public',
  };
}

async function configure(url) {
  const login = await expect(200, `${url}/api/auth/`,
    { json: { username: 'admin', password: 'password' } });
  const cookie = login.headers['set-cookie'].map((line) => line.split(';')[0]).join('; ');
  const headers = { Cookie: cookie };
  const add = (what, json) => expect(200, `${url}/api/${what}/`, { json, headers });
  await add('scope', { name: 'orders', display_name: 'orders', password_required: false });
  await add('client', { client_id: id, name: id, confidential: true, password, enabled: true,
    authorization_type: ['client_credentials'], scope: ['orders'], redirect_uri: [],
    token_endpoint_auth_method: ['client_secret_basic'] });
  await add('mod/plugin', { module: 'oidc', name: 'oidc', display_name: 'oidc',
    parameters: parameters(url) });
}

/** Starts it on a fresh database: {url, pid, authorization, stop()}. */
export async function start(bench) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const config = writeConfig(bench.folder, port);
  const running = bench.processes.start('glewlwyd', bench.layout.server, 'glewlwyd',
    ['-c', config]);
  await running.answers(`${url}/config`);
  await configure(url);
  return { url: `${url}/api/oidc`, pid: running.pid, authorization, stop: () => running.stop() };
}

const grant = { grant_type: 'client_credentials', scope: 'orders' };

/** The load of the token endpoint: each answer an ES256 JWT that is recorded in SQLite. */
export const tokenLoad = ({ url }) => ({
  url: `${url}/token`,
  method: 'POST',
  headers: [`Authorization: ${authorization}`, 'Content-Type: application/x-www-form-urlencoded'],
  body: new URLSearchParams(grant).toString(),
});

/** Issues `count` tokens to ask about. */
export async function tokens({ url }, count) {
  return collect(count, async () => {
    const answer = await expect(200, `${url}/token`,
      { form: grant, headers: { Authorization: authorization } });
    return answer.json().access_token;
  }, 4);
}
