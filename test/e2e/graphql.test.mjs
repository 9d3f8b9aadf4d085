// WorkOS' client GraphQL API with clients of the GraphQL ecosystem: graphql-js reads the schema,
// and graphql-http audits the transport.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildClientSchema, getIntrospectionQuery, lexicographicSortSchema } from 'graphql';
import { serverAudits } from 'graphql-http';
import { start } from './server.mjs';

const key = 'sk_test_0000000000000000000000000000';
const subject = {
  organization_id: 'org_01EHZNVPK3SFK441A1RGBFSHRT',
  user_id: 'user_01E4ZCR3C56J083X43JQXF3JK5',
};

/** A fetch that adds a client token to each request. */
async function authorized(server) {
  const response = await fetch(`${server.http}/client/token`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(subject),
  });
  const { token } = await response.json();
  return (url, init = {}) =>
    fetch(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } });
}

test('graphql-js builds the schema from the introspection', async (t) => {
  const server = await start(t);
  const send = await authorized(server);
  const response = await send(`${server.http}/client/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: getIntrospectionQuery() }),
  });
  const { data, errors } = await response.json();
  assert.equal(errors, undefined);
  const schema = lexicographicSortSchema(buildClientSchema(data));
  assert.ok(schema.getQueryType().getFields().organizationMemberships);
  assert.ok(schema.getMutationType().getFields().updateMemberRole);
});

test('graphql-http finds no MUST and no SHOULD that fails', async (t) => {
  const server = await start(t);
  const fetchFn = await authorized(server);
  const audits = serverAudits({ url: `${server.http}/client/graphql`, fetchFn });
  const failed = [];
  for (const audit of audits) {
    const result = await audit.fn();
    if (result.status !== 'ok' && !audit.name.startsWith('MAY')) {
      failed.push(`${audit.name}: ${result.reason}`);
    }
  }
  assert.deepEqual(failed, []);
  assert.ok(audits.length > 50);
});
