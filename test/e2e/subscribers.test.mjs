// Callbacks of the vendors' APIs with real receivers: WorkSpan's subscribers and WorkMobile's
// external notifications.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { Receiver } from './receiver.mjs';
import { ask, asJson, bearer, command, dataFolder, demo, start } from './server.mjs';

const key = 'sk_test_0000000000000000000000000000';
const env = { BEARWARD_EGRESS__ALLOW: '127.0.0.0/8' };
const integration = `
[[objects]]
kind = "integration"
name = "CRM"
id = "WS-Integration_crm"
organization = "Acme"
`;

/** The demo data and more, as a file beside the data folder. */
function worldWith(data, more) {
  const file = path.join(path.dirname(data), 'world.toml');
  writeFileSync(file, readFileSync(demo, 'utf8') + more);
  return file;
}

const send = (server, token, method, target, body) =>
  ask(server, method, target, {
    headers: { ...asJson, ...bearer(token) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });

async function applicationToken(server) {
  const answer = await ask(server, 'POST', '/oauth/token', {
    headers: asJson,
    body: JSON.stringify({
      grant_type: 'client_credentials',
      client_id: 'WS-ApplicationUser_link',
      client_secret: 'fedcba9876543210fedcba9876543210',
    }),
  });
  return answer.json.access_token;
}

/** The callbacks of a receiver, each id once, in the order of their first arrival. */
function distinct(receiver) {
  const seen = new Map();
  for (const { headers, body } of receiver.requests) {
    const id = headers['webhook-id'];
    if (!seen.has(id)) seen.set(id, JSON.parse(body));
  }
  return [...seen.values()];
}

test('a WorkSpan subscriber that is killed and restarted gets every event in order', async (t) => {
  const data = dataFolder(t);
  const server = await start(t, { env, data, apply: worldWith(data, integration) });
  const receiver = await Receiver.open(t);
  const token = await applicationToken(server);
  const made = await send(server, token, 'POST', '/event/v1/subscriber', {
    name: 'all deals',
    event: ['object.create', 'object.update'],
    subscriber_type: 'webhook',
    integration_id: 'WS-Integration_crm',
    webhook_settings: { callback_url: receiver.url },
  });
  assert.equal(made.status, 200, made.text);
  const id = made.json.subscriber_id;
  const location = new URL(made.headers.location);
  assert.equal(location.pathname, `/event/v1/subscriber/${id}`);

  const load = async (round) => {
    const rows = Array.from({ length: 20 }, (_, i) => ({ opportunity_id: `crm-${i}`, round }));
    const target = '/bulk/v1/bulkload?integration_id=WS-Integration_crm';
    assert.equal((await send(server, token, 'POST', target, rows)).status, 200);
  };
  await load(0);
  await receiver.until(() => receiver.requests.length >= 5);
  receiver.kill();
  for (const round of [1, 2, 3]) await load(round);
  await receiver.listen();
  // Of each object: its creation, its external id, and three updates.
  await receiver.until(() => distinct(receiver).length === 20 * 5);
  const rounds = new Map();
  for (const { object_id: object, data: { round } } of distinct(receiver)) {
    rounds.set(object, [...(rounds.get(object) ?? []), round]);
  }
  assert.equal(rounds.size, 20);
  for (const of of rounds.values()) assert.deepEqual(of, [0, 0, 1, 2, 3]);

  const managed = await ask(server, 'GET', `/v1/webhook_subscribers/${id}`, {
    headers: bearer(key),
  });
  const { headers, body } = receiver.requests[0];
  assert.deepEqual(new Webhook(managed.json.secret).verify(body, headers), JSON.parse(body));
  assert.equal(headers['workos-signature'], undefined);

  assert.equal((await send(server, token, 'DELETE', location.pathname)).status, 200);
  const read = await send(server, token, 'GET', location.pathname);
  assert.equal(read.status, 404);
});

test('kill -9 of the server loses no new form data of a WorkMobile notification', async (t) => {
  const data = dataFolder(t);
  const first = await start(t, { env, data });
  const receiver = await Receiver.open(t);
  const signedIn = await ask(first, 'POST', '/webapi2/api/Account/Authenticate', {
    headers: asJson,
    body: JSON.stringify({ username: 'dan', password: 'dispatches every job' }),
  });
  const made = await send(
    first, signedIn.text, 'POST', '/webapi2/api/notifications/external',
    { userFormId: 194956, url: receiver.url, includeSubFormData: false, description: 'x' },
  );
  assert.equal(made.status, 200, made.text);
  first.process.kill('SIGKILL');
  await first.ended;

  const records = Array.from({ length: 30 }, (_, i) => `
[[objects]]
kind = "form_record"
name = "Record ${3000 + i}"
number = ${3000 + i}
organization = "Acme"
fields = { FormId = 194956, Answer = "${i}" }
`);
  const applied = command(['apply', worldWith(data, records.join('')), '--data', data]);
  assert.equal(applied.status, 0, applied.stderr);
  const second = await start(t, { env, data, apply: null });
  await receiver.until(() => distinct(receiver).length === 30);
  const ids = distinct(receiver).map(({ Id }) => Id).sort((a, b) => a - b);
  assert.deepEqual(ids, records.map((_, i) => 3000 + i));

  const gone = await send(second, signedIn.text, 'DELETE', made.headers.location);
  assert.equal(gone.status, 200, gone.text);
});
