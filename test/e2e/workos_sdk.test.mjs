import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WorkOS } from '@workos-inc/node';
import { start } from './server.mjs';

function client(server, key) {
  const url = new URL(server.http);
  return new WorkOS(key, { apiHostname: url.hostname, port: Number(url.port), https: false });
}

const request = {
  organization_id: 'org_01EHZNVPK3SFK441A1RGBFSHRT',
  user_id: 'user_01E4ZCR3C56J083X43JQXF3JK5',
};

test("WorkOS's own SDK creates a client token", async (t) => {
  const server = await start(t);
  const workos = client(server, 'sk_test_0000000000000000000000000000');
  const { data } = await workos.post('/client/token', request);
  assert.match(data.token, /^eyJhbGciOiJSUzI1NiIsImtpZCI6InNlc3Npb24/);
});

test("WorkOS's own SDK reads our errors as its own", async (t) => {
  const server = await start(t);
  const stranger = client(server, 'sk_test_unknown_unknown_unknown_unknown');
  await assert.rejects(stranger.post('/client/token', request), { name: 'UnauthorizedException' });
  const workos = client(server, 'sk_test_0000000000000000000000000000');
  await assert.rejects(
    workos.post('/client/token', { ...request, user_id: 'user_nobody' }),
    (error) => {
      assert.equal(error.name, 'NotFoundException');
      assert.equal(error.code, 'entity_not_found');
      return true;
    },
  );
  await assert.rejects(workos.post('/client/token', {}), { name: 'UnprocessableEntityException' });
});
