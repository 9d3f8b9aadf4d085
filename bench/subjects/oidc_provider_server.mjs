// The server process of oidc-provider: one client, memory for storage. It prints one line of JSON
// that says ready.
import { generateKeyPairSync } from 'node:crypto';

import { Provider } from 'oidc-provider';

const [port, clientId, clientSecret] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwkOf = (key, alg) => ({ ...key.export({ format: 'jwk' }), use: 'sig', alg });
const rsaResource = 'https://rsa.example';

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: clientId,
      client_secret: clientSecret,
      grant_types: ['client_credentials', 'authorization_code', 'refresh_token'],
      redirect_uris: ['https://app.example/back'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
      id_token_signed_response_alg: 'ES256',
    },
  ],
  jwks: { keys: [jwkOf(privateKey, 'ES256'), jwkOf(rsa.privateKey, 'RS256')] },
  scopes: ['orders:read', 'offline_access'],
  rotateRefreshToken: false,
  ttl: { Grant: 3600, RefreshToken: 3600 },
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    introspection: { enabled: true, allowedPolicy: () => true },
    // With a resource the token is a JWT as ours; without, it is opaque.
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (ctx, audience) => ({
        audience,
        scope: 'orders:read',
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: audience === rsaResource ? 'RS256' : 'ES256' } },
      }),
    },
  },
});
/** Refresh tokens of users who have granted the resource; its store keeps about a thousand rows. */
async function makeRefreshTokens(count) {
  const client = await provider.Client.find(clientId);
  const made = [];
  for (let i = 0; i < count; ++i) {
    const grant = new provider.Grant({ accountId: `user${i}`, clientId });
    grant.addResourceScope(rsaResource, 'orders:read');
    const grantId = await grant.save();
    const token = new provider.RefreshToken({ accountId: `user${i}`, client, grantId,
      gty: 'authorization_code', resource: rsaResource, scope: 'orders:read' });
    made.push(await token.save());
  }
  return made;
}

const refreshTokens = await makeRefreshTokens(200);
provider.listen(Number(port), '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ issuer, refreshTokens })}\n`);
});
