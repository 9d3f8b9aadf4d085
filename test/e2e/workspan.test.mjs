// WorkSpan's bulk loads in a server that is killed. What a partner does on its first day is
// vendor_walks.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, asJson, bearer, dataFolder, start } from './server.mjs';

const rows = 6000;
const integration = 'integration_id=WS-Integration_crm';

/** A function that sends requests as the application of demo.toml's sandbox. */
async function partner(server) {
  const sandbox = { 'x-ws-env': 'demo.workspan.com' };
  const body = JSON.stringify({
    grant_type: 'client_credentials',
    client_id: 'WS-ApplicationUser_sandbox',
    client_secret: 'ffeeddccbbaa99887766554433221100',
  });
  const headers = { ...asJson, ...sandbox };
  const token = (await ask(server, 'POST', '/oauth/token', { headers, body })).json.access_token;
  return async (method, target, json) => {
    const answer = await ask(server, method, target, {
      headers: { ...headers, ...bearer(token) },
      body: json === undefined ? undefined : JSON.stringify(json),
    });
    assert.equal(answer.status, 200, `${method} ${target}: ${answer.text}`);
    return answer.json;
  };
}

/** Uploads a file that is larger than other bodies may be, and begins to load it. */
async function load(call) {
  const note = 'x'.repeat(250);
  let file = 'opportunity_id,amount,note\n';
  for (let i = 0; i < rows; ++i) file += `K${i},${i},${note}\n`;
  assert.ok(file.length > 1 << 20);
  const path = '/bulk/v1/bulkload/WS-Integration_crm/upload_url?file_name=rows.csv';
  const { upload_url: url, upload_token: token } = await call('GET', path);
  assert.equal((await fetch(url, { method: 'PUT', body: file })).status, 200);
  return (await call('POST', `/bulk/v1/bulkload?${integration}&file_token=${token}`)).execution_id;
}

const statusOf = (call, execution) =>
  call('GET', `/bulk/v1/status/WS-Integration_crm?execution_id=${execution}`);

/** Reads the status of a load until it fits: the next request asks again. */
async function until(call, execution, fits) {
  for (;;) {
    const status = await statusOf(call, execution);
    if (fits(status)) return status;
  }
}

test('a load continues after the server was killed, and each row is applied once', async (t) => {
  const data = dataFolder(t);
  const killed = await start(t, { data });
  const before = await partner(killed);
  const execution = await load(before);
  const running = await until(before, execution, (status) => status.success_count > 0);
  assert.equal(running.status, 'running');
  assert.equal(running.input_count, rows);
  killed.process.kill('SIGKILL');
  await killed.ended;

  const after = await partner(await start(t, { data, apply: '' }));
  const completed = await until(after, execution, (status) => status.status === 'completed');
  assert.equal(completed.success_count, rows);
  assert.equal(completed.error_count + completed.skip_count, 0);
  const page = { page: { number: 0, size: 10000 } };
  const { results } = await after('POST', '/report/v1/7001/data', page);
  const amounts = results.map((row) => row.Amount).filter((amount) => amount !== null);
  assert.equal(amounts.length, rows);
  assert.equal(new Set(amounts).size, rows);
});
