import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { ask, asJson, bearer, clientToken, start } from './server.mjs';

test('jose verifies a client token from our JWKS alone', async (t) => {
  const server = await start(t);
  const created = await clientToken(server);
  assert.equal(created.status, 201);
  const { token } = created.json;
  const header = decodeProtectedHeader(token);
  assert.equal(header.alg, 'RS256');
  assert.match(header.kid, /^session/);
  const { client_id, iss } = decodeJwt(token);
  const keys = createRemoteJWKSet(new URL(`${server.http}/sso/jwks/${client_id}`));
  const { payload } = await jwtVerify(token, keys, { issuer: iss, algorithms: ['RS256'] });
  assert.equal(payload.sub, 'user_01E4ZCR3C56J083X43JQXF3JK5');
  assert.equal(payload.org_id, 'org_01EHZNVPK3SFK441A1RGBFSHRT');
  assert.equal(payload.exp - payload.iat, 300);
});

test('the claims of the HS256 dialects decode as their documents say', async (t) => {
  const server = await start(t);
  const form = new URLSearchParams({ username: 'ann', password: 'correct horse battery staple' });
  const mobile = await ask(server, 'POST', '/api/Account/Authenticate', { body: form });
  assert.deepEqual(decodeProtectedHeader(mobile.text), { alg: 'HS256', typ: 'JWT' });
  const claims = decodeJwt(mobile.text);
  assert.equal(claims.CustomerId, '28');
  assert.equal(claims.LoginId, '1804');
  assert.ok(JSON.parse(claims.Roles).some((role) => role.Name === 'Jobs: View'));
  assert.equal(claims.exp - claims.iat, 86400);

  const body = JSON.stringify({
    grant_type: 'client_credentials',
    client_id: 'WS-ApplicationUser_report',
    client_secret: '0123456789abcdef0123456789abcdef',
  });
  const span = await ask(server, 'POST', '/oauth/token', { headers: asJson, body });
  assert.equal(span.json.token_type, 'Bearer');
  assert.equal(span.json.expires_in, 863999);
  const access = decodeJwt(span.json.access_token);
  assert.deepEqual(Object.keys(access), ['iss', 'par', 'obj', 'usr', 'exp']);
  assert.equal(access.iss, null);
  assert.deepEqual(access.par, { is_company_admin: false });
  assert.equal(access.usr, 'WS-ApplicationUser_report');
  assert.equal(decodeJwt(span.json.refresh_token).exp, access.exp);
  const whoami = await ask(server, 'GET', '/v1/whoami', {
    headers: bearer(span.json.access_token),
  });
  assert.equal(whoami.json.subject.kind, 'application');
});
