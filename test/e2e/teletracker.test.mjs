// TeleTracker's calls, messages and reports over real HTTP, in each encoding.
import assert from 'node:assert/strict';
import http from 'node:http';
import { test } from 'node:test';
import { ask, asJson, bearer, start } from './server.mjs';

const basic = {
  Authorization: `Basic ${Buffer.from('dan:dispatches every job').toString('base64')}`,
};

/** A GET request with a body, which fetch does not send. */
function getWithBody(server, target, headers, body) {
  return new Promise((resolve, reject) => {
    const length = { 'Content-Length': Buffer.byteLength(body) };
    const options = { method: 'GET', headers: { ...headers, ...length } };
    const request = http.request(server.http + target, options, (answer) => {
      let text = '';
      answer.on('data', (bytes) => (text += bytes));
      answer.on('end', () => resolve({ status: answer.statusCode, json: JSON.parse(text) }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

test('a call is placed and is in the call data', async (t) => {
  const server = await start(t, { memory: true });
  const body = JSON.stringify({ caller: '1805', callee: '(202) 555-0142', account_id: 28 });
  const headers = { ...asJson, ...basic };
  const placed = await ask(server, 'POST', '/voice/call', { headers, body });
  assert.equal(placed.status, 200, placed.text);
  const { call_id: id, timestamp, callee } = placed.json.result;
  assert.equal(callee, '+12025550142');
  const day = timestamp.slice(0, 10);
  const query = `start_date=${day}&end_date=${day}`;
  const inQuery = await ask(server, 'GET', `/reports/call-data?${query}`, { headers: basic });
  assert.deepEqual(
    inQuery.json.data.map((call) => call.call_id),
    [id],
  );
  const form = { ...basic, 'Content-Type': 'application/x-www-form-urlencoded' };
  const inBody = await getWithBody(server, '/reports/call-data', form, `${query}&account_id=28`);
  assert.deepEqual(inBody.json, inQuery.json);
});

test('a text and an MMS are sent from the number of the account', async (t) => {
  const server = await start(t, { memory: true });
  const login = JSON.stringify({ username: 'dan', password: 'dispatches every job' });
  const signedIn = await ask(server, 'POST', '/auth/login', { headers: asJson, body: login });
  const { token } = signedIn.json;
  const text = await ask(server, 'POST', '/sms/send', {
    headers: bearer(token),
    body: new URLSearchParams({ to_number: '+442079460958', payload: 'Grüße' }),
  });
  assert.equal(text.status, 200, text.text);
  assert.equal(text.json.result.from_number, '+12025550100');
  assert.equal(text.json.result.payload, 'Grüße');

  const form = new FormData();
  form.set('to_number', '2025550142');
  form.set('payload', 'Look');
  form.append('media', new Blob([new Uint8Array([0, 1, 2])], { type: 'image/png' }), 'a.png');
  const mms = await ask(server, 'POST', '/mms/send', {
    headers: { Authentication: `Bearer ${token}` },
    body: form,
  });
  assert.equal(mms.status, 200, mms.text);
  assert.deepEqual(mms.json.result.media, [{ name: 'a.png', type: 'image/png', size: 3 }]);
});

test('a rapid response is queued once an hour', async (t) => {
  const server = await start(t, { memory: true });
  const body = JSON.stringify({ whisper_text: 'New lead', callee: '2025550143' });
  const send = () =>
    ask(server, 'POST', '/voice/rapidresponse', { headers: { ...asJson, ...basic }, body });
  const [first, second] = await Promise.all([send(), send()]);
  assert.deepEqual([first.status, second.status].sort(), [200, 400]);
  const refused = first.status === 400 ? first : second;
  assert.equal(refused.json.error.code, 'DUPLICATE_QUEUE_ENTRY');
});
