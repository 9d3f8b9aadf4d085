// OAuth 2.0 with a client that was written against the standards, not against us.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { createRemoteJWKSet, exportJWK, generateKeyPair, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { ask, asJson, bearer, dataFolder, freeAddress, start } from './server.mjs';

const secret = '8c1f0b6de2a94f7ab35d7be0c4419e02';
const oddSecret = '50%25 off + 100% of the secret';
const key = 'sk_test_0000000000000000000000000000';
const scope = 'forms:read';

function world(jwks) {
  const client = (id, more, also = '') => `
[[applications]]
name = "${id}"
organization = "Acme"
client_id = "${id}"
client_secret = "${id === 'odd' ? oddSecret : secret}"
permissions = ["forms:read", "forms:write"${also}]
${more}
`;
  return `
[[environments]]
name = "production"
[[organizations]]
name = "Acme"
[[api_keys]]
environment = "production"
value = "${key}"
${client('sync', 'audiences = ["https://api.acme.example"]')}
${client('signer', `jwks = '${JSON.stringify(jwks)}'`, ', "tokens:verify"')}
${client('odd', '')}
${client('rotating', 'refresh_tokens = true\ntoken_format = "reference"')}
`;
}

async function startWithClients(t, { http, env } = {}) {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', use: 'sig', alg: 'ES256' };
  const data = dataFolder(t);
  const apply = path.join(path.dirname(data), 'world.toml');
  writeFileSync(apply, world({ keys: [jwk] }));
  const server = await start(t, { data, apply, http: http ?? (await freeAddress()), env });
  return { server, privateKey };
}

function discover(server, client, authentication) {
  const options = { execute: [oidc.allowInsecureRequests], algorithm: 'oauth2' };
  return oidc.discovery(new URL(server.http), client, undefined, authentication, options);
}

/** What a resource server does: trust the issuer's published keys and nothing else. */
async function verify(server, token, audience = server.http) {
  const metadata = await ask(server, 'GET', '/.well-known/oauth-authorization-server');
  const keys = createRemoteJWKSet(new URL(metadata.json.jwks_uri));
  const options = { issuer: server.http, audience, typ: 'at+jwt', algorithms: ['ES256'] };
  return (await jwtVerify(token, keys, options)).payload;
}

test('all three ways of client authentication give a token that jose verifies', async (t) => {
  const { server, privateKey } = await startWithClients(t);
  const ways = [
    ['sync', oidc.ClientSecretBasic(secret)],
    ['sync', oidc.ClientSecretPost(secret)],
    ['signer', oidc.PrivateKeyJwt({ key: privateKey, kid: 'k1' })],
  ];
  for (const [client, authentication] of ways) {
    const config = await discover(server, client, authentication);
    const tokens = await oidc.clientCredentialsGrant(config, { scope });
    assert.equal(tokens.token_type, 'bearer');
    assert.equal(tokens.expires_in, 3600);
    assert.equal(tokens.scope, scope);
    assert.equal(tokens.refresh_token, undefined);
    const payload = await verify(server, tokens.access_token);
    assert.equal(payload.sub, client);
    assert.equal(payload.client_id, client);
    assert.equal(payload.scope, scope);
    const self = await ask(server, 'GET', '/v1/whoami', { headers: bearer(tokens.access_token) });
    assert.deepEqual(self.json.permissions, [scope]);
  }
});

test('OpenID Connect discovery finds the same server', async (t) => {
  const { server } = await startWithClients(t);
  const config = await oidc.discovery(
    new URL(server.http),
    'sync',
    undefined,
    oidc.ClientSecretBasic(secret),
    { execute: [oidc.allowInsecureRequests] },
  );
  assert.equal(config.serverMetadata().issuer, server.http);
  assert.ok((await oidc.clientCredentialsGrant(config)).access_token);
});

test('an issuer with a path is found by both ways of discovery', async (t) => {
  const http = await freeAddress();
  const issuer = `http://${http}/auth`;
  await startWithClients(t, { http, env: { BEARWARD_SERVER__ISSUER: issuer } });
  for (const algorithm of ['oauth2', 'oidc']) {
    const options = { execute: [oidc.allowInsecureRequests], algorithm };
    const authentication = oidc.ClientSecretBasic(secret);
    const config = await oidc.discovery(
      new URL(issuer),
      'sync',
      undefined,
      authentication,
      options,
    );
    const metadata = config.serverMetadata();
    assert.equal(metadata.issuer, issuer);
    const tokens = await oidc.clientCredentialsGrant(config, { scope });
    const keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
    const { payload } = await jwtVerify(tokens.access_token, keys, { issuer, audience: issuer });
    assert.equal(payload.client_id, 'sync');
  }
});

test('a secret by Basic that is not percent-encoded is taken', async (t) => {
  const { server } = await startWithClients(t);
  for (const encode of [encodeURIComponent, (text) => text]) {
    const pair = Buffer.from(`odd:${encode(oddSecret)}`).toString('base64');
    const answer = await ask(server, 'POST', '/oauth2/token', {
      headers: {
        Authorization: `Basic ${pair}`,
        'Content-Type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
    });
    assert.equal(answer.status, 200);
  }
});

test('a resource becomes the audience', async (t) => {
  const { server } = await startWithClients(t);
  const config = await discover(server, 'sync', oidc.ClientSecretBasic(secret));
  const resource = 'https://api.acme.example';
  const tokens = await oidc.clientCredentialsGrant(config, { resource });
  assert.equal((await verify(server, tokens.access_token, resource)).aud, resource);
  await assert.rejects(verify(server, tokens.access_token));
  const asked = oidc.clientCredentialsGrant(config, { resource: 'https://evil.example' });
  await assert.rejects(asked, { error: 'invalid_target', status: 400 });
});

test('refresh tokens rotate', async (t) => {
  const { server } = await startWithClients(t);
  const config = await discover(server, 'rotating', oidc.ClientSecretBasic(secret));
  const first = await oidc.clientCredentialsGrant(config);
  const second = await oidc.refreshTokenGrant(config, first.refresh_token, { scope });
  assert.notEqual(second.access_token, first.access_token);
  assert.notEqual(second.refresh_token, first.refresh_token);
  assert.equal(second.scope, scope);
  const old = await ask(server, 'GET', '/v1/whoami', { headers: bearer(first.access_token) });
  assert.equal(old.status, 401);
  const other = await discover(server, 'sync', oidc.ClientSecretBasic(secret));
  const stolen = oidc.refreshTokenGrant(other, second.refresh_token);
  await assert.rejects(stolen, { error: 'invalid_grant', status: 400 });
});

test('secrets overlap while clients move from one to the next', async (t) => {
  const { server } = await startWithClients(t);
  const grant = async (value) =>
    oidc.clientCredentialsGrant(await discover(server, 'sync', oidc.ClientSecretPost(value)));
  const { access_token } = await grant(secret);
  const self = await ask(server, 'GET', '/v1/whoami', { headers: bearer(access_token) });
  const target = `/v1/applications/${self.json.subject.id}/secrets`;
  const add = (overlap_seconds) =>
    ask(server, 'POST', target, {
      headers: { ...asJson, ...bearer(key) },
      body: JSON.stringify({ overlap_seconds }),
    });
  const next = (await add(3600)).json;
  assert.ok((await grant(secret)).access_token);
  assert.ok((await grant(next.value)).access_token);
  const last = (await add(0)).json;
  for (const over of [secret, next.value]) {
    // A 401 has a challenge (RFC 9110 section 11.6.1); this client reports it before the body.
    const refused = await grant(over).then(assert.fail, (error) => error);
    assert.equal(refused.code, 'OAUTH_WWW_AUTHENTICATE_CHALLENGE');
    assert.equal(refused.status, 401);
    assert.equal((await refused.response.json()).error, 'invalid_client');
  }
  assert.ok((await grant(last.value)).access_token);
  const list = await ask(server, 'GET', target, { headers: bearer(key) });
  assert.deepEqual(
    list.json.data.map((one) => one.id),
    [last.id],
  );
});

test('an assertion is good once, also after a restart', async (t) => {
  const { server, privateKey } = await startWithClients(t);
  const { SignJWT } = await import('jose');
  const assertion = await new SignJWT({})
    .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
    .setIssuer('signer')
    .setSubject('signer')
    .setAudience(server.http)
    .setJti('only-once')
    .setExpirationTime('2m')
    .sign(privateKey);
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  });
  assert.equal((await ask(server, 'POST', '/oauth2/token', { body })).status, 200);
  const replayed = await ask(server, 'POST', '/oauth2/token', { body });
  assert.equal(replayed.status, 401);
  assert.equal(replayed.json.error, 'invalid_client');
  server.process.kill('SIGKILL');
  await server.ended;
  const http = new URL(server.http).host;
  const again = await start(t, { data: server.data, apply: null, http });
  assert.equal((await ask(again, 'POST', '/oauth2/token', { body })).status, 401);
});

test('a resource server introspects, and a revoked token is inactive at once', async (t) => {
  const { server } = await startWithClients(t);
  const api = await discover(server, 'signer', oidc.ClientSecretBasic(secret));
  const client = await discover(server, 'rotating', oidc.ClientSecretPost(secret));
  const tokens = await oidc.clientCredentialsGrant(client, { scope });
  const active = await oidc.tokenIntrospection(api, tokens.access_token);
  assert.equal(active.active, true);
  assert.equal(active.client_id, 'rotating');
  assert.equal(active.scope, scope);
  assert.equal(active.iss, server.http);
  assert.deepEqual(await oidc.tokenIntrospection(api, tokens.refresh_token), { active: false });
  assert.equal((await oidc.tokenIntrospection(client, tokens.refresh_token)).active, true);
  await assert.rejects(oidc.tokenRevocation(api, tokens.access_token), {
    error: 'unauthorized_client',
  });
  await oidc.tokenRevocation(client, tokens.refresh_token);
  for (const token of [tokens.access_token, tokens.refresh_token, 'nobody.knows.it']) {
    assert.deepEqual(await oidc.tokenIntrospection(api, token), { active: false });
  }
});

test('a signed introspection answer verifies with the published keys', async (t) => {
  const { server } = await startWithClients(t);
  const client = await discover(server, 'sync', oidc.ClientSecretBasic(secret));
  const { access_token } = await oidc.clientCredentialsGrant(client);
  const answer = await ask(server, 'POST', '/oauth2/introspect', {
    headers: {
      accept: 'application/token-introspection+jwt',
      authorization: `Basic ${Buffer.from(`sync:${secret}`).toString('base64')}`,
    },
    body: new URLSearchParams({ token: access_token }),
  });
  assert.match(answer.headers['content-type'], /^application\/token-introspection\+jwt/);
  const keys = createRemoteJWKSet(new URL('/oauth2/jwks', server.http));
  const { payload } = await jwtVerify(answer.text, keys, {
    issuer: server.http,
    audience: 'sync',
    typ: 'token-introspection+jwt',
    algorithms: ['ES256'],
  });
  assert.equal(payload.token_introspection.active, true);
  assert.equal(payload.token_introspection.client_id, 'sync');
});
