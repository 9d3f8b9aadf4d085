// The world of the pages about data: partners with a report and an integration, a receiver of
// webhooks, and the requests that fill the lists.
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { ask, asJson, bearer, dataFolder, demo } from '../e2e/server.mjs';

export const acme = 'org_01EHZNVPK3SFK441A1RGBFSHRT';
export const integration = 'WS-Integration_crm';
const key = { ...bearer('sk_test_0000000000000000000000000000'), ...asJson };

const partners = `
[[objects]]
kind = "report"
name = "Won deals"
number = 7001
organization = "Acme"
[objects.fields]
enabledForApi = true
rows = "opportunity"
description = "Deals of this year"
columns = [
  { colId = "name", exportName = "Deal", field = "object_name" },
  { colId = "amount", exportName = "Amount", field = "sales_details.amount", type = "CURRENCY" },
]
charts = [{ id = 1, name = "By deal", groupBy = "name", aggregate = "COUNT" }]

[[objects]]
kind = "report"
name = "Draft"
number = 7002
organization = "Acme"
fields = { columns = [{ colId = "name", exportName = "Deal", field = "object_name" }] }

[[objects]]
kind = "integration"
name = "CRM import"
id = "${integration}"
organization = "Acme"
fields = { object_kind = "opportunity", required = ["stage"] }
`;

/** The data folder and the file of the demo world with the partners, and with `more`. */
export function partnerWorld(t, more = '') {
  const data = dataFolder(t);
  const apply = path.join(path.dirname(data), 'world.toml');
  writeFileSync(apply, readFileSync(demo, 'utf8') + partners + more);
  return { data, apply };
}

/** Lets the server send webhooks to this machine. */
export const toThisMachine = { BEARWARD_EGRESS__ALLOW: '127.0.0.0/8' };

/** A receiver of webhooks that answers each request with a status, a text and headers. */
export async function receiver(t, status = 200, text = 'thanks', headers = {}) {
  const server = http.createServer((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(status, headers).end(text));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}/hook`;
}

/** Sends a request with the key of the environment, and returns its JSON. */
export async function send(server, method, target, body) {
  const answer = await ask(server, method, target, {
    headers: key,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (answer.status >= 300) throw new Error(`${method} ${target}: ${answer.text}`);
  return answer.json;
}

/** Adds an endpoint with a test event, and returns both ids once the first answer is known. */
export async function deliver(server, url) {
  const events = ['user.created', 'user.deleted', 'organization.created'];
  const made = await send(server, 'POST', '/webhook_endpoints', { endpoint_url: url, events });
  const list = `/v1/webhook_endpoints/${made.id}/deliveries`;
  const { id } = await send(server, 'POST', list, {});
  while ((await send(server, 'GET', `${list}/${id}`)).attempts === 0) {
    // The next request asks again: the sender has no signal that a client could wait for.
  }
  return { endpoint: made.id, delivery: id };
}

/** Adds an action, and an event of it with texts of the customer. */
export async function audited(server, text = 'Ann Lee') {
  const { data } = await send(server, 'GET', '/audit_logs/actions');
  if (data.length === 0) {
    await send(server, 'POST', '/audit_logs/actions/team.member_added/schemas', {
      targets: [{ type: 'team' }],
    });
  }
  await send(server, 'POST', '/audit_logs/events', {
    organization_id: acme,
    event: {
      action: 'team.member_added',
      occurred_at: new Date().toISOString(),
      actor: { id: 'user_1', type: 'user', name: text },
      targets: [{ id: 'team_1', type: 'team', name: 'Drivers' }],
      context: { location: '192.0.2.7' },
    },
  });
}

/** Returns a function that sends JSON as the application of a partner. */
async function partner(server) {
  const token = await ask(server, 'POST', '/oauth/token', {
    headers: asJson,
    body: JSON.stringify({
      grant_type: 'client_credentials',
      client_id: 'WS-ApplicationUser_link',
      client_secret: 'fedcba9876543210fedcba9876543210',
    }),
  });
  const headers = { ...bearer(token.json.access_token), ...asJson };
  return (target, body) => ask(server, 'POST', target, { headers, body: JSON.stringify(body) });
}

/** Loads rows as a partner, of which those without a stage are refused; returns the id. */
export async function load(server, rows) {
  const post = await partner(server);
  await post('/report/v1/view/7001/prepare_export', {});
  const loaded = await post(`/bulk/v1/bulkload?integration_id=${integration}`, rows);
  return loaded.json.execution_id;
}

/** Registers a callback as the application of a partner, and returns its id. */
export async function subscribe(server, url, name = 'Deals for the data hub') {
  const made = await (await partner(server))('/event/v1/subscriber', {
    name,
    event: ['object.create', 'object.update'],
    subscriber_type: 'webhook',
    integration_id: integration,
    webhook_settings: { callback_url: url },
  });
  return made.json.subscriber_id;
}

/** Registers a callback as a login of WorkMobile. */
export async function notify(server, url, name = 'Forms for the flow') {
  const signedIn = await ask(server, 'POST', '/webapi2/api/Account/Authenticate', {
    headers: asJson,
    body: JSON.stringify({ username: 'dan', password: 'dispatches every job' }),
  });
  await ask(server, 'POST', '/webapi2/api/notifications/external', {
    headers: { ...bearer(signedIn.text), ...asJson },
    body: JSON.stringify({
      userFormId: 194956,
      url,
      includeSubFormData: false,
      description: name,
    }),
  });
}

/** Adds a log stream of the environment's events, and returns its id. */
export async function stream(server, members) {
  const made = await send(server, 'POST', '/v1/log_streams', { source: 'events', ...members });
  return made.id;
}

/** Reads a row until it fits. */
export async function until(server, target, fits) {
  for (;;) {
    const row = await send(server, 'GET', target);
    if (fits(row)) return row;
  }
}

/** The id of the object of a report. */
export async function reportId(server) {
  const { data } = await send(server, 'GET', '/v1/reports');
  return data[0].id;
}
