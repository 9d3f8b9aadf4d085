// Walks through everything that WorkSpan, WorkMobile and TeleTracker document, over real HTTP with
// the data of examples/demo.toml. A step names its operation as the vendor's document does, and
// fails unless it is answered with success; so each walk proves by method and path what it did.
import assert from 'node:assert/strict';
import { ask, asJson, bearer } from './server.mjs';

/** The steps of one walk: `done` maps each operation to the status of its answer. */
export class Walk {
  done = new Map();

  constructor(server, base, headers = {}) {
    Object.assign(this, { server, base, headers });
  }

  /**
   * Requests an operation such as 'GET /Jobs/{id}'. `at` has the values of the path in order,
   * `json` or `body` the body, and `query` the parameters.
   */
  async step(operation, { at = [], query, json, body, headers = {} } = {}) {
    const [method, template] = operation.split(' ');
    const values = [...at];
    const path = template.replace(/\{[^}]*\}/g, () => encodeURIComponent(values.shift()));
    const target = this.base + path + (query ? `?${new URLSearchParams(query)}` : '');
    const answer = await ask(this.server, method, target, {
      headers: { ...this.headers, ...(json === undefined ? {} : asJson), ...headers },
      body: json === undefined ? body : JSON.stringify(json),
    });
    assert.ok(answer.status < 400, `${operation}: ${answer.status} ${answer.text}`);
    this.done.set(operation, answer.status);
    return answer;
  }
}

const form = (members) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(members)) data.set(name, value);
  return data;
};

const sandbox = { 'x-ws-env': 'demo.workspan.com' };

/** Requests a token of one of the Application Users in the sandbox. */
async function workspanToken(walk, id, secret) {
  const { json } = await walk.step('POST /oauth/token', {
    json: { grant_type: 'client_credentials', client_id: id, client_secret: secret },
    headers: sandbox,
  });
  assert.equal(json.token_type, 'Bearer');
  return bearer(json.access_token);
}

async function workspanObjects(walk) {
  const at = ['WS-Project_deal'];
  const linked = await walk.step('PATCH /app/v1/object/{object_id}/external_id', {
    at,
    json: { external_id: 'crm-7' },
  });
  assert.equal(linked.json.field_name, 'sales_details.crm_opportunity_id');
  const links = await walk.step('GET /app/v1/object/{object_id}/external_id', { at });
  assert.equal(links.json.external_ids[0].external_id, 'crm-7');
  await walk.step('PATCH /app/v1/object/{object_id}/audit', {
    at,
    json: {
      field_name: 'partner_center.integration_status',
      status_code: 'LINKED',
      message: 'Linked with the CRM',
    },
  });
}

async function workspanEvents(walk) {
  const integration = ['WS-Integration_crm'];
  const { events } = (await walk.step('GET /event/v1/metadata/event')).json;
  assert.ok(events.some((event) => event.name === 'object.update'));
  await walk.step('GET /event/v1/metadata/event/{event}', { at: ['object.update'] });
  await walk.step('GET /event/v1/metadata/integration');
  const described = await walk.step('GET /event/v1/metadata/integration/{integration_id}', {
    at: integration,
  });
  assert.equal(described.json.schema.type, 'object');
  const subscribed = await walk.step('POST /event/v1/subscriber', {
    json: {
      name: 'Deals for the data hub',
      subscriber_type: 'webhook',
      event: ['object.create', 'object.update'],
      integration_id: integration[0],
      webhook_settings: { callback_url: 'https://hooks.example.com/deals' },
    },
  });
  const at = [subscribed.json.subscriber_id];
  assert.equal((await walk.step('GET /event/v1/subscriber')).json.items.length, 1);
  const read = await walk.step('GET /event/v1/subscriber/{subscriber_id}', { at });
  assert.equal(read.json.integration_id, integration[0]);
  await walk.step('DELETE /event/v1/subscriber/{subscriber_id}', { at });
}

async function workspanLoads(walk) {
  const query = { integration_id: 'WS-Integration_crm' };
  const rows =
    'opportunity_id,name,stage,amount,close_date\n' +
    'crm-1,First,won,100,2031-05-06\ncrm-2,Second,lost,20,2031-06-07\ncrm-3,Third,won,much,\n';
  const csv = { headers: { 'Content-Type': 'text/csv' } };
  const loaded = await walk.step('POST /bulk/v1/bulkload', { query, body: rows, ...csv });
  const status = await walk.step('GET /bulk/v1/status/{integration_id}', {
    at: [query.integration_id],
    query: { execution_id: loaded.json.execution_id, include_errors: 'True' },
  });
  assert.equal(status.json.status, 'completed');
  assert.equal(status.json.success_count, 2);
  assert.deepEqual(
    status.json.errors.map((fault) => [fault.id, fault.message]),
    [['crm-3', 'The column amount must have a number.']],
  );
  await walk.step('POST /bulk/v1/bulkload_opportunity', {
    query,
    json: [{ opportunity_id: 'crm-4', stage: 'new', amount: 5 }],
  });
  await walk.step('POST /bulkload', { query, json: [{ opportunity_id: 'crm-4', stage: 'won' }] });
  const { upload_url: url, upload_token: token } = (
    await walk.step('GET /bulk/v1/bulkload/{integration_id}/upload_url', {
      at: [query.integration_id],
      query: { file_name: 'rows.csv' },
    })
  ).json;
  const uploaded = await fetch(url, { method: 'PUT', body: 'opportunity_id,amount\ncrm-5,7\n' });
  assert.equal(uploaded.status, 200);
  await walk.step('POST /bulk/v1/bulkload', { query: { ...query, file_token: token } });
  await walk.step('POST /dataproduct/v1/upload_partner_account', {
    json: { file_service_id: 'f', file_type: 'json', data: [{ account_id: 'A-1' }] },
  });
}

async function workspanReports(walk) {
  const at = ['7001'];
  const { results } = (await walk.step('POST /report/v1/list', { json: {} })).json;
  assert.deepEqual(results.map((report) => [report.id, report.name]), [[7001, 'Open deals']]);
  const data = await walk.step('POST /report/v1/{reportId}/data', {
    at,
    json: { page: { number: 0, size: 2 } },
  });
  assert.equal(data.json.endOfList, false);
  assert.deepEqual(data.json.results[0], {
    Deal: 'First',
    Stage: 'won',
    Amount: 100,
    'Close date': '2031-05-06',
  });
  await walk.step('POST /report/v1/{reportId}/data-schema', { at, json: {} });
  await walk.step('POST /report/v1/{reportId}/metadata', { at, json: {} });
  const charts = await walk.step('POST /report/v1/{reportId}/chart-data', {
    at,
    json: { chartIds: [1] },
  });
  assert.ok(charts.json.charts[0].results.some((row) => row.Stage === 'won' && row.COUNT === 2));
  await walk.step('POST /report/v1/{reportId}/chart-metadata', { at, json: {} });
  const prepared = await walk.step('POST /report/v1/view/{reportId}/prepare_export', {
    at,
    json: { expiryHours: 1 },
  });
  const view = [prepared.json.viewId];
  const state = await walk.step('GET /report/v1/view/{viewId}/status', { at: view });
  assert.equal(state.json.viewStatus, 'SUCCESS');
  assert.equal((await walk.step('GET /report/v1/view/{viewId}', { at: view })).json.id, view[0]);
  const rows = await walk.step('POST /report/v1/view/{viewId}/data', { at: view, json: {} });
  assert.equal(rows.json.endOfList, true);
}

async function workspanUsers(walk) {
  const email = 'newcomer@initech.example';
  const made = await walk.step('POST /api/scim/v2/Users', { json: { userName: email } });
  assert.equal(made.status, 201);
  const at = [made.json.id];
  const found = await walk.step('GET /api/scim/v2/Users', {
    query: { filter: `userName eq "${email}"` },
  });
  assert.equal(found.json.totalResults, 1);
  assert.equal((await walk.step('GET /api/scim/v2/Users/{user_id}', { at })).json.active, true);
  const suspended = await walk.step('PUT /api/scim/v2/Users/{user_id}', {
    at,
    json: { userName: email, active: false },
  });
  assert.equal(suspended.json.active, false);
  await walk.step('POST /users/v1/check-attribute', {
    json: { email, namespace: 1, filter_value: { attribute: 'userName', value: [email] } },
  });
}

async function workspanMarketplace(walk) {
  const query = { integration_id: 'WS-Integration_crm' };
  const offers = await workspanToken(
    walk,
    'WS-ApplicationUser_sandbox_offers',
    '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
  );
  const started = await walk.step('POST /app/v1/marketplace/actions', {
    headers: offers,
    json: {
      action_type: 'withdraw',
      object_type: 'ws-offer',
      marketplace_type: 'aws',
      object_id: 'WS-Offer_private',
    },
  });
  const action = await walk.step('GET /app/v1/marketplace/actions/{action_id}', {
    at: [started.json.action_id],
    headers: offers,
  });
  assert.equal(action.json.status, 'IN_PROGRESS');
  const usage = await walk.step('POST /app/v1/marketplace/usage_upload', {
    query,
    json: [{ project_name: 'Deal', project_id: 'WS-Project_deal', quantity: 3 }],
  });
  const received = await walk.step('GET /app/v1/marketplace/usage/status', {
    query: { execution_id: usage.json.usage_execution_id },
  });
  assert.equal(received.json.projects[0].status, 'Received');
  await walk.step('POST /app/v1/marketplace/export_report', {
    json: { operation: 'list', marketplace_type: 'aws', object_type: 'opportunity' },
  });
  await walk.step('POST /app/v1/marketplace/crm_inbound', {
    query,
    body: form({ external_id: 'in-1', agreement: new Blob(['text'], { type: 'text/plain' }) }),
  });
  await walk.step('POST /app/v1/marketplace/crm_inbound_v2', {
    query,
    body: form({ data: JSON.stringify({ external_id: 'in-2', pricing_terms: [] }) }),
  });
}

async function workspanCoSell(walk) {
  assert.equal((await walk.step('GET /cosell/aws/partners/count')).json.count, 1);
  await walk.step('GET /cosell/aws/partners');
  await walk.step('POST /cosell/action', {
    json: {
      action: 'invite_aws_partner',
      version: 'v1',
      payload: { opportunity_project_id: 'WS-8552', partner_project_id: 'WS-9001' },
    },
  });
  await walk.step('POST /cosell/opportunity/validate/crm', {
    json: { crm_type: 'salesforce', payload: { customer_name: 'Umbrella' } },
  });
  await walk.step('GET /metadata/picklists/hyperscaler', {
    query: { partner_id: 'aws', field_names: 'aws_use_case' },
  });
  const solutions = await walk.step('GET /app/v1/company/lists/aws_solutions/items');
  assert.deepEqual(solutions.json.items, [{ id: 'S-0001', name: 'Backup as a service' }]);
  await walk.step('POST /cosell/demo/test');
}

/** The first day of a partner: from its token to the revocation of the token. */
async function walkWorkSpan(server) {
  const walk = new Walk(server, '');
  await walk.step('GET /oauth/authorize', {
    query: {
      response_type: 'code',
      redirect_uri: 'https://global.consent.azure-apim.net/redirect',
    },
  });
  const token = await workspanToken(
    walk,
    'WS-ApplicationUser_sandbox',
    'ffeeddccbbaa99887766554433221100',
  );
  walk.headers = { ...sandbox, ...token };
  await workspanObjects(walk);
  await workspanEvents(walk);
  await workspanLoads(walk);
  await workspanReports(walk);
  await workspanUsers(walk);
  await workspanMarketplace(walk);
  await workspanCoSell(walk);
  await walk.step('DELETE /oauth/token');
  return walk.done;
}

async function workmobileForms(walk) {
  assert.ok((await walk.step('GET /Forms')).text.includes('Site Survey'));
  await walk.step('GET /Forms/{id}', { at: [194956] });
  await walk.step('GET /Forms/{id}/reports', { at: [194956] });
  await walk.step('GET /Forms/{Id}/completedrecords/{rowId}/reports', {
    at: [194956, 501],
    query: { ReportFormat: 'PDF', ReportId: 11 },
  });
  const found = await walk.step('POST /Forms/{FormId}/completedrecords/search', {
    at: [194956],
    json: { id: 501, orderBy: [], pagination: { page: 1, rowCount: 500 } },
  });
  assert.ok(found.text.includes('Rain on Tuesday'));
  await walk.step('GET /approvals/getinboxtotals');
  await walk.step('GET /usergroups');
  await walk.step('GET /mobileusers');
  await walk.step('POST /mobileusers', { json: { username: 'gil', userGroupId: '21' } });
  await walk.step('PUT /mobileusers', { json: { username: 'gil', firstname: 'Gil' } });
}

async function workmobileJobs(walk) {
  await walk.step('GET /JobTypes');
  await walk.step('GET /JobTypes/{id}', { at: [41] });
  await walk.step('GET /JobTypes/{id}/schema', { at: [41] });
  const { json: job } = await walk.step('POST /Jobs', { body: form({ JobTypeId: '41' }) });
  await walk.step('PUT /Jobs', { body: form({ JobId: `${job}`, Priority: '2' }) });
  await walk.step('POST /Jobs/{JobId}/allocate/{MobileUserId}', { at: [job, 31] });
  await walk.step('POST /Jobs/{JobId}/unallocate', { at: [job] });
  await walk.step('POST /Jobs/{JobId}/allocateToUserGroup/{UserGroupId}', { at: [job, 21] });
  assert.equal((await walk.step('GET /Jobs/{id}', { at: [job] })).json.JobId, job);
  await walk.step('GET /Jobs/JobStatusList');
  await walk.step('POST /Jobs/search', {
    json: { jobId: job, orderBy: [], pagination: { page: 1, rowCount: 500 } },
  });
}

async function walkWorkMobile(server) {
  const walk = new Walk(server, '/webapi2/api');
  const { text } = await walk.step('POST /Account/Authenticate', {
    json: { username: 'dan', password: 'dispatches every job' },
  });
  walk.headers = bearer(text);
  await walk.step('GET ');
  await walk.step('GET /account');
  await workmobileForms(walk);
  await workmobileJobs(walk);
  const hooked = await walk.step('POST /notifications/external', {
    json: {
      userFormId: 194956,
      url: 'https://hooks.example.com/forms',
      includeSubFormData: false,
      description: 'Forms for the flow',
    },
  });
  const id = hooked.headers.location.split('/').pop();
  await walk.step('DELETE /notifications/external/{WebhookId}', { at: [id] });
  return walk.done;
}

async function walkTeleTracker(server) {
  const walk = new Walk(server, '');
  const login = { username: 'dan', password: 'dispatches every job' };
  const signedIn = await walk.step('POST /auth/login', { json: login });
  const refreshed = await walk.step('POST /auth/refresh', {
    json: { refresh_token: signedIn.json.refreshToken },
  });
  walk.headers = bearer(refreshed.json.token);
  const switched = await walk.step('POST /auth/masquerade', { json: { account_id: 28 } });
  walk.headers = bearer(switched.json.token);
  const called = await walk.step('POST /voice/call', {
    json: { caller: '1805', callee: '2025550142' },
  });
  const day = called.json.result.timestamp.slice(0, 10);
  const calls = await walk.step('GET /reports/call-data', {
    query: { start_date: day, end_date: day },
  });
  assert.equal(calls.json.data.length, 1);
  await walk.step('POST /voice/rapidresponse', {
    json: { whisper_text: 'A lead', callee: '2025550143' },
  });
  await walk.step('POST /sms/send', { json: { to_number: '2025550142', payload: 'Hello' } });
  await walk.step('POST /mms/send', { body: form({ to_number: '2025550142', payload: 'Hello' }) });
  await walk.step('POST /auth/logout');
  return walk.done;
}

export const walks = {
  workspan: walkWorkSpan,
  workmobile: walkWorkMobile,
  teletracker: walkTeleTracker,
};
