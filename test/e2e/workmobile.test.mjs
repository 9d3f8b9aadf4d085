// WorkMobile's data endpoints over real HTTP, with the multipart forms that a browser's FormData
// makes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, asJson, bearer, start } from './server.mjs';

async function startSignedIn(t) {
  const server = await start(t, { memory: true });
  const body = JSON.stringify({ username: 'dan', password: 'dispatches every job' });
  const path = '/webapi2/api/Account/Authenticate';
  const token = (await ask(server, 'POST', path, { headers: asJson, body })).text;
  const call = (method, target, options = {}) =>
    ask(server, method, `/webapi2/api${target}`, {
      ...options,
      headers: { ...bearer(token), ...options.headers },
    });
  const post = (target, body) =>
    call('POST', target, { headers: asJson, body: JSON.stringify(body) });
  return { server, call, post };
}

test('a job with files is dispatched, found and read', async (t) => {
  const { call, post } = await startSignedIn(t);
  const form = new FormData();
  form.set('JobTypeId', '41');
  form.set('EstimatedStart', '2031-05-06T07:08:09.000Z');
  form.set('Description', 'Prüfe das Dach');
  form.set('Data', JSON.stringify({ jobData: {} }));
  form.set('Location.Longitude', '-2.36');
  form.set('Location.Latitude', '51.38');
  form.append('files', new Blob([new Uint8Array([0, 255, 13, 10])]), 'roof.png');
  form.append('files', new Blob(['plan']), 'plan.txt');
  const made = await call('POST', '/jobs', { body: form });
  assert.equal(made.status, 200, made.text);
  const job = made.json;
  assert.equal((await call('POST', `/Jobs/${job}/allocate/31`)).text, `${job}`);

  const update = new FormData();
  update.set('JobId', `${job}`);
  update.set('Priority', '3');
  assert.equal((await call('PUT', '/jobs', { body: update })).status, 200);

  const found = await post('/Jobs/search', {
    allocatedToUserId: [31],
    jobStatusId: [1, 2, 3, 5],
    orderBy: [{ propertyName: 'EstimatedJobStartDate', descending: false }],
    pagination: { page: 1, rowCount: 500 },
  });
  assert.deepEqual(
    found.json.map((one) => [one.JobId, one.Priority, one.Description]),
    [[job, 3, 'Prüfe das Dach']],
  );
  const read = (await call('GET', `/Jobs/${job}`)).json;
  assert.equal(read.EstimatedJobStartDate, '2031-05-06T07:08:09');
  assert.deepEqual(
    read.JobHistory.map((entry) => entry.Narrative),
    ['Created', 'Allocated', 'Updated'],
  );
});

test('the records of a form are searched, and reported on in each format', async (t) => {
  const { server, call, post } = await startSignedIn(t);
  const records = await post('/forms/194956/completedrecords/search', {
    onlyMyPendingApprovals: true,
    orderBy: [{ propertyName: 'Id', descending: true }],
    pagination: { page: 1, rowCount: 10 },
  });
  assert.deepEqual(
    records.json.map((record) => [record.Id, record.Comment]),
    [[501, 'Rain on Tuesday']],
  );
  for (const [format, magic] of Object.entries({ PDF: '%PDF-1.4', DOC: '{\\rtf1', XLS: '<?xml' })) {
    const target = `/Forms/194956/completedrecords/501/reports?ReportFormat=${format}&ReportId=11`;
    const document = await call('GET', target);
    assert.equal(document.status, 200, document.text);
    assert.equal(document.headers['content-type'], 'application/octet-stream');
    assert.equal(document.headers['x-content-type-options'], 'nosniff');
    assert.ok(document.text.startsWith(magic), format);
  }
  const other = await ask(server, 'GET', '/api/Forms/194956/reports');
  assert.equal(other.status, 401);
});

test('a mobile user is created, and found in the list', async (t) => {
  const { call, post } = await startSignedIn(t);
  const made = await post('/mobileusers', { username: 'max', firstname: 'Max', userGroupId: '21' });
  assert.equal(made.status, 200, made.text);
  const users = (await call('GET', '/mobileusers')).json;
  assert.deepEqual(
    users.map((user) => user.Username),
    ['fay', 'max'],
  );
  assert.equal((await post('/mobileusers', { username: 'MAX' })).status, 400);
});
