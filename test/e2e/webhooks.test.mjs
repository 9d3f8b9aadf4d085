// Webhooks with real receivers: signatures by the vendor's SDK and by Standard Webhooks, and
// nothing lost when the receiver or the server is killed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WorkOS } from '@workos-inc/node';
import { Webhook } from 'standardwebhooks';
import { Receiver } from './receiver.mjs';
import { ask, asJson, bearer, dataFolder, start } from './server.mjs';

const key = 'sk_test_0000000000000000000000000000';
const env = { BEARWARD_EGRESS__ALLOW: '127.0.0.0/8' };

const post = async (server, path, body, method = 'POST') => {
  const answer = await ask(server, method, path, {
    headers: { ...asJson, ...bearer(key) },
    body: JSON.stringify(body),
  });
  assert.ok(answer.status < 300, answer.text);
  return answer.json;
};

const subscribe = (server, receiver, events = ['organization.created', 'organization.updated']) =>
  post(server, '/webhook_endpoints', { endpoint_url: receiver.url, events });

/** Creates an organization and renames it; returns the names in order. */
async function changeOrganization(server, name, changes) {
  const { id } = await post(server, '/organizations', { name: `${name} 0` });
  const names = [`${name} 0`];
  for (let i = 1; i <= changes; ++i) {
    names.push(`${name} ${i}`);
    await post(server, `/organizations/${id}`, { name: names.at(-1) }, 'PUT');
  }
  return { id, names };
}

/** The events of a receiver without repetitions, in the order of their first arrival. */
function distinct(receiver) {
  const seen = new Map();
  for (const { body } of receiver.requests) {
    const event = JSON.parse(body);
    if (!seen.has(event.id)) seen.set(event.id, event);
  }
  return [...seen.values()];
}

const namesOf = (events, id) =>
  events.filter(({ data }) => data.id === id).map(({ data }) => data.name);

test('the SDK and Standard Webhooks verify a delivery, which equals GET /events', async (t) => {
  const server = await start(t, { env });
  const receiver = await Receiver.open(t);
  const { secret } = await subscribe(server, receiver);
  await post(server, '/organizations', {
    name: 'Grüße \u200e😀 & "quotes" \\ </script>',
    metadata: { 10: 'b', 9: 'a', x: 'y' },
  });
  await receiver.until(() => receiver.requests.length === 1);
  const [{ headers, body }] = receiver.requests;

  const { webhooks } = new WorkOS(key);
  const sigHeader = headers['workos-signature'];
  const payload = JSON.parse(body);
  assert.equal(JSON.stringify(payload), body, 'the SDK verifies the object that it wrote again');
  const event = await webhooks.constructEvent({ payload, sigHeader, secret });
  assert.equal(event.event, 'organization.created');
  assert.equal(event.data.name, 'Grüße \u200e😀 & "quotes" \\ </script>');
  await assert.rejects(webhooks.constructEvent({ payload, sigHeader, secret: `${secret}x` }));
  const altered = { ...payload, id: 'event_1' };
  await assert.rejects(webhooks.constructEvent({ payload: altered, sigHeader, secret }));

  assert.deepEqual(new Webhook(secret).verify(body, headers), payload);
  assert.throws(() => new Webhook(secret).verify(`${body} `, headers));
  assert.equal(headers['webhook-id'], payload.id);

  const list = await ask(server, 'GET', '/events?events=organization.created&limit=1', {
    headers: bearer(key),
  });
  assert.deepEqual(list.json.data, [payload]);
});

test('a replaced secret signs at once, and the previous one still verifies', async (t) => {
  const server = await start(t, { env });
  const receiver = await Receiver.open(t);
  const { id, secret } = await subscribe(server, receiver);
  const rolled = await post(server, `/v1/webhook_endpoints/${id}/roll_secret`, {});
  await post(server, `/v1/webhook_endpoints/${id}/deliveries`, {});
  await receiver.until(() => receiver.requests.length === 1);
  const [{ headers, body }] = receiver.requests;
  for (const one of [secret, rolled.secret]) new Webhook(one).verify(body, headers);
  const { webhooks } = new WorkOS(key);
  const sigHeader = headers['workos-signature'];
  const payload = JSON.parse(body);
  assert.ok(await webhooks.verifyHeader({ payload, sigHeader, secret: rolled.secret }));
});

test('a receiver that is killed and restarted gets every event once and in order', async (t) => {
  const server = await start(t, { env });
  const receiver = await Receiver.open(t);
  await subscribe(server, receiver);
  const changed = [await changeOrganization(server, 'A', 5)];
  await receiver.until(() => receiver.requests.length >= 3);
  receiver.kill();
  for (const name of ['B', 'C']) changed.push(await changeOrganization(server, name, 20));
  await receiver.listen();
  const wanted = changed.reduce((sum, { names }) => sum + names.length, 0);
  await receiver.until(() => distinct(receiver).length === wanted);
  const events = distinct(receiver);
  for (const { id, names } of changed) assert.deepEqual(namesOf(events, id), names);
});

test('kill -9 of the server during delivery loses no event', async (t) => {
  const data = dataFolder(t);
  const first = await start(t, { env, data });
  const receiver = await Receiver.open(t);
  await subscribe(first, receiver);
  const changed = [];
  for (const name of ['A', 'B', 'C']) changed.push(await changeOrganization(first, name, 30));
  await receiver.until(() => receiver.requests.length >= 20);
  first.process.kill('SIGKILL');
  await first.ended;
  await start(t, { env, data, apply: null });
  const wanted = changed.reduce((sum, { names }) => sum + names.length, 0);
  await receiver.until(() => distinct(receiver).length === wanted);
  const events = distinct(receiver);
  for (const { id, names } of changed) assert.deepEqual(namesOf(events, id), names);
});

test('410 disables the endpoint, and the log shows the attempt', async (t) => {
  const server = await start(t, { env });
  const receiver = await Receiver.open(t);
  const { id } = await subscribe(server, receiver);
  receiver.respond = () => 410;
  await post(server, '/organizations', { name: 'Gone' });
  await receiver.until(() => receiver.requests.length === 1);
  const read = async (path) => (await ask(server, 'GET', path, { headers: bearer(key) })).json;
  const deliveries = `/v1/webhook_endpoints/${id}/deliveries`;
  for (;;) {
    const [delivery] = (await read(deliveries)).data;
    if (delivery.state !== 'failed') continue;
    const [attempt] = (await read(`${deliveries}/${delivery.id}/attempts`)).data;
    assert.equal(attempt.status_code, 410);
    break;
  }
  assert.equal((await read('/webhook_endpoints')).data[0].status, 'disabled');
});

test('a receiver in a private network is refused unless its range is allowed', async (t) => {
  const server = await start(t);
  const receiver = await Receiver.open(t);
  const answer = await ask(server, 'POST', '/webhook_endpoints', {
    headers: { ...asJson, ...bearer(key) },
    body: JSON.stringify({ endpoint_url: receiver.url, events: [] }),
  });
  assert.equal(answer.status, 422);
  assert.equal(answer.json.code, 'invalid_url');
  // A name is resolved at the connection only.
  const url = receiver.url.replace('127.0.0.1', 'localhost');
  const { id } = await post(server, '/webhook_endpoints', { endpoint_url: url, events: [] });
  const deliveries = `/v1/webhook_endpoints/${id}/deliveries`;
  const delivery = await post(server, deliveries, {});
  for (;;) {
    const path = `${deliveries}/${delivery.id}/attempts`;
    const { json } = await ask(server, 'GET', path, { headers: bearer(key) });
    if (json.data.length === 0) continue;
    assert.equal(json.data[0].reason, 'address_refused');
    break;
  }
  assert.equal(receiver.requests.length, 0);
});
