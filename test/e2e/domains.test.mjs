// The verification of a domain by its TXT record, with the name server of egress.nameserver.
import assert from 'node:assert/strict';
import test from 'node:test';

import { nameServer } from './name_server.mjs';
import { asJson, ask, bearer, freeAddress, start } from './server.mjs';

const key = 'sk_test_0000000000000000000000000000';
const acme = 'org_01EHZNVPK3SFK441A1RGBFSHRT';

async function addDomain(server, domain) {
  const body = JSON.stringify({ organization_id: acme, domain });
  const headers = { ...asJson, ...bearer(key) };
  const answer = await ask(server, 'POST', '/organization_domains', { headers, body });
  assert.equal(answer.status, 201, answer.text);
  return answer.json;
}

const verify = (server, domain) =>
  ask(server, 'POST', `/organization_domains/${domain.id}/verify`, { headers: bearer(key) });

test('a domain is pending until its TXT record has the token, and its event says so', async (t) => {
  const server = await start(t);
  const domain = await addDomain(server, 'proof.example');
  const name = `${domain.verification_prefix}.proof.example`;
  assert.equal(domain.state, 'pending');
  assert.equal((await verify(server, domain)).json.state, 'pending');
  nameServer.records.set(name, ['v=spf1 -all', `${domain.verification_token}x`]);
  assert.equal((await verify(server, domain)).json.state, 'pending');
  nameServer.records.set(name, ['v=spf1 -all', domain.verification_token]);
  assert.equal((await verify(server, domain)).json.state, 'verified');
  assert.equal((await verify(server, domain)).json.code, 'domain_already_verified');
  const target = '/events?events=organization_domain.verified';
  const events = (await ask(server, 'GET', target, { headers: bearer(key) })).json.data;
  assert.deepEqual(
    events.map((event) => event.data.organization_domain?.id ?? event.data.id),
    [domain.id],
  );
});

test('a name server that does not answer is 503 and changes nothing', async (t) => {
  const unused = await freeAddress();
  const server = await start(t, { env: { BEARWARD_EGRESS__NAMESERVER: unused } });
  const domain = await addDomain(server, 'silent.example');
  assert.equal((await verify(server, domain)).status, 503);
  const headers = bearer(key);
  const row = (await ask(server, 'GET', `/organization_domains/${domain.id}`, { headers })).json;
  assert.equal(row.state, 'pending');
  assert.equal(row.updated_at, domain.updated_at);
});
