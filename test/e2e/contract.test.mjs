// The comparison of answers with /openapi.json finds faults that are planted in either.
import assert from 'node:assert/strict';
import test from 'node:test';

import { Contract, contractOf } from './contract.mjs';
import { ask, bearer, start } from './server.mjs';

const headers = bearer('sk_test_0000000000000000000000000000');

test('an answer that differs from the document fails the request of the test', async (t) => {
  const server = await start(t);
  const { json: document } = await ask(server, 'GET', '/openapi.json');
  assert.equal((await ask(server, 'GET', '/v1/whoami', { headers })).status, 200);
  document.components.schemas.Caller.properties.environment = { type: 'integer' };
  document.components.schemas.Caller.required.push('missing');
  delete document.paths['/organizations'].get.responses[200];
  server.contract = Promise.resolve(new Contract(document));
  await assert.rejects(ask(server, 'GET', '/v1/whoami', { headers }), /body/);
  await assert.rejects(ask(server, 'GET', '/organizations', { headers }), /not documented/);
});

test('status, type and body are compared, by the template of the path in any case', async (t) => {
  const server = await start(t);
  const contract = await contractOf(server.http);
  const fits = { status: 200, headers: { 'content-type': 'application/json' } };
  const page = { object: 'list', data: [], list_metadata: { before: null, after: null } };
  const answer = { ...fits, text: JSON.stringify(page), json: page };
  const fault = (changes, target = '/organizations') =>
    contract.faultOf('GET', target, { ...answer, ...changes });
  assert.equal(fault({}), '');
  assert.equal(fault({}, '/not/described'), '');
  assert.match(fault({ status: 202 }), /status 202/);
  assert.match(fault({ status: 418 }), /status 418/);
  assert.match(fault({ headers: { 'content-type': 'text/plain' } }), /type "text\/plain"/);
  assert.match(fault({ text: '' }), /missing/);
  assert.match(fault({ text: '{', json: undefined }), /not JSON/);
  assert.match(fault({ json: { ...page, data: [{ object: 'organization' }] } }), /required/);
  assert.match(fault({}, '/organizations/org_1?expand=1'), /required/);
  assert.match(fault({}, '/ORGANIZATIONS/org_1/'), /required/);
});
