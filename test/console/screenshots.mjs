// screenshots: writes a picture of every page of the console to docs/console/, from a server with
// the demo world. usage: node screenshots.mjs [NAME...]
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ask, bearer, root, start } from '../e2e/server.mjs';
import {
  closeBrowser,
  openPage,
  setUp,
  settled,
  setupLink,
  signIn,
  signInTo,
} from './browser.mjs';
import { drivers } from './drivers.mjs';
import { makeToken } from './explorer.mjs';
import { link, mailbox } from './mailbox.mjs';
import {
  audited,
  deliver,
  integration,
  load,
  notify,
  partnerWorld,
  receiver,
  reportId,
  send as sent,
  stream,
  subscribe,
  toThisMachine,
  until,
} from './partners.mjs';
import { asPalette } from './png.mjs';

const folder = path.join(root, 'docs/console');
const acme = 'org_01EHZNVPK3SFK441A1RGBFSHRT';
const ann = 'user_01E4ZCR3C56J083X43JQXF3JK5';

// name of the picture, path below /console, theme, and what to do before; those with `first` are
// taken before there is an administrator
const pictures = [
  { name: 'setup', at: '/setup', fresh: true, first: true },
  { name: 'home', at: '' },
  { name: 'home-dark', at: '', scheme: 'dark' },
  { name: 'organizations', at: '/organizations' },
  { name: 'organization', at: `/organizations/${acme}` },
  { name: 'organization-members', at: `/organizations/${acme}?tab=members`, scheme: 'dark' },
  { name: 'organization-keys', at: `/organizations/${acme}?tab=keys` },
  { name: 'organization-invitations', at: `/organizations/${acme}?tab=invitations` },
  { name: 'organization-domains', at: `/organizations/${acme}?tab=domains` },
  { name: 'organization-roles', at: `/organizations/${acme}?tab=roles` },
  { name: 'organization-groups', at: `/organizations/${acme}?tab=groups` },
  { name: 'group', at: '/group' },
  { name: 'logins', at: '/logins' },
  { name: 'login', at: `/logins/${ann}` },
  { name: 'masquerade', at: '/../sign-in', fresh: true, before: masquerade },
  { name: 'login-organizations', at: `/logins/${ann}?tab=organizations` },
  { name: 'login-sessions', at: '/logins/boss@example.test?tab=sessions' },
  { name: 'applications', at: '/applications' },
  { name: 'application', at: '/applications/WS-ApplicationUser_report' },
  { name: 'secret', at: '/applications', before: createApplication },
  { name: 'roles', at: '/roles' },
  { name: 'roles-matrix', at: '/roles?tab=matrix' },
  { name: 'roles-check', at: '/roles?tab=check', height: 1150, before: checkAccess },
  { name: 'permissions', at: '/permissions' },
  { name: 'profiles', at: '/profiles' },
  { name: 'flags', at: '/flags' },
  { name: 'flag', at: '/flags/new-forms' },
  { name: 'policies', at: '/policies' },
  { name: 'policy', at: '/policies/forms' },
  { name: 'policy-edit', at: '/policies/forms', before: (page) => press(page, 'Edit') },
  { name: 'check', at: '/check', height: 1150, before: check },
  { name: 'webhooks', at: '/webhooks' },
  { name: 'webhooks-empty', at: '/../sign-in', fresh: true, before: openEmpty },
  { name: 'webhook', at: '/webhook' },
  { name: 'webhook-add', at: '/webhooks', before: addEndpoint },
  { name: 'delivery', at: '/delivery', scheme: 'dark', height: 1150 },
  { name: 'subscribers', at: '/subscribers' },
  { name: 'subscriber', at: '/subscriber', scheme: 'dark' },
  { name: 'log-streams', at: '/log-streams' },
  { name: 'log-stream', at: '/log-stream' },
  { name: 'log-stream-add', at: '/log-streams', height: 1080, before: addStream },
  { name: 'audit-log', at: `/organizations/${acme}?tab=audit` },
  { name: 'audit-action', at: '/audit-logs/team.member_added' },
  { name: 'objects', at: '/objects' },
  { name: 'object', at: '/objects/WS-Project_deal', scheme: 'dark' },
  { name: 'reports', at: '/reports' },
  { name: 'report', at: '/report' },
  { name: 'integration', at: `/integrations/${integration}` },
  { name: 'load', at: '/load', before: (page) => page.locator('main summary').first().click() },
  { name: 'emails', at: '/emails', before: refuseEmails },
  { name: 'email', at: '/emails', before: openEmail },
  { name: 'events', at: '/events' },
  { name: 'denial', at: '/denials?id=nightly-export-7', before: refuse },
  { name: 'keys', at: '/keys' },
  { name: 'key-usage', at: '/keys', before: openUsage },
  { name: 'keys-unused', at: '/keys?tab=unused&days=7', scheme: 'dark' },
  { name: 'signing-keys', at: '/signing-keys' },
  { name: 'traffic', at: '/traffic', before: traffic },
  { name: 'environments', at: '/environments', before: openEnvironments },
  { name: 'environment-other', at: '/../sign-in', fresh: true, before: administer },
  { name: 'settings', at: '/settings' },
  { name: 'settings-administrators', at: '/settings?tab=administrators' },
  { name: 'settings-server', at: '/settings?tab=server', scheme: 'dark' },
  { name: 'sign-in', at: '/../sign-in', fresh: true },
  { name: 'settings-look', at: '/settings?tab=look', before: brand },
  { name: 'reference', at: '/reference?operation=v1.create_policy' },
  {
    name: 'reference-dark',
    at: '/reference?operation=workos.read_organization&language=Python',
    scheme: 'dark',
    before: (page) => press(page, 'Send'),
  },
  { name: 'explorer', at: '/graphql?at=Query.organization', height: 1250, before: explore },
  { name: 'explorer-dark', at: '/graphql?at=User', scheme: 'dark', height: 1150, before: mistake },
  { name: 'palette', at: '/organizations', before: (page) => page.keyboard.press('Control+k') },
  { name: 'forgot-password', at: '/../forgot-password', fresh: true, scheme: 'dark' },
  { name: 'sign-in-code', at: '/../sign-in/code', fresh: true, before: requestCode },
  { name: 'verify-email', at: '/../verify-email', fresh: true },
  { name: 'reset-password', at: '/reset', fresh: true },
  { name: 'new-password', at: '/../sign-in', fresh: true, before: expire },
  { name: 'organization-choice', at: '/../sign-in', fresh: true, before: enterSecondTime },
  { name: 'sign-in-look', at: '/../sign-in', fresh: true },
  { name: 'invitation', at: '/invitation', fresh: true, width: 390, height: 844 },
  { name: 'company', at: '/../sign-in', fresh: true, before: enterCompany },
  { name: 'me', at: '/../sign-in', fresh: true, before: enterProfile },
  { name: 'narrow', at: '/logins', width: 390, height: 844, scheme: 'dark' },
];

const press = (page, name) =>
  page.getByRole('button', { name, exact: true }).first().click();

/** Sends requests for some seconds, so that the charts have something to show. */
async function traffic(page) {
  await page.evaluate(async () => {
    const ask = (key) => fetch('/v1/whoami', { headers: { 'X-Api-Key': key } });
    const end = performance.now() + 24_000;
    for (let at = 0; performance.now() < end; at++) {
      const count = 3 + Math.round(2 * Math.sin(at / 9));
      const known = '3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44';
      await Promise.all(Array.from({ length: count }, () => ask(known)));
      if (at % 3 === 0) await ask('5a1d7c0e-93f4-4e0a-8c55-6a2f1d3b7e91');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  });
}

/** Runs an example of the GraphQL explorer. */
async function explore(page) {
  await makeToken(page, drivers[0]);
  await press(page, 'Organization');
  await press(page, 'Run');
  await page.getByRole('region', { name: 'Answer' }).waitFor();
  await page.evaluate(() => scrollTo(0, 0));
}

async function mistake(page) {
  await makeToken(page, drivers[0]);
  await page.getByLabel('Operation').fill('query {\n  me {\n    id\n    phone\n  }\n}');
  await press(page, 'Run');
  await page.getByRole('list', { name: 'Errors' }).waitFor();
}

async function check(page) {
  await page.getByLabel('Credential').fill('3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44');
  await press(page, 'Check');
  await page.getByText('Allowed', { exact: true }).waitFor();
}

async function checkAccess(page) {
  const form = page.locator('form.panel');
  await form.getByLabel('User', { exact: true }).fill('ann@acme.example');
  await form.getByLabel('Organization', { exact: true }).fill(acme);
  await form.getByLabel('forms:read').check();
  await form.getByLabel('users:manage').check();
  await press(page, 'Would this be allowed?');
  await page.getByText('Roles in the organization').waitFor();
}

async function brand(page) {
  await page.getByLabel('Name').fill('Acme Freight');
  await page.getByLabel('Colour').fill('#0f766e');
  await press(page, 'Save');
  await page.getByText('The sign-in pages have the new look.').waitFor();
}

/** Sends a request that is refused, then shows the page again. */
async function refuse(page) {
  await page.evaluate(() =>
    fetch('/v1/policies', {
      headers: {
        'X-Api-Key': '3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44',
        'X-Request-Id': 'nightly-export-7',
      },
    }),
  );
  await page.reload();
  await page.getByText('What would be needed:').waitFor();
}

async function requestCode(page) {
  await page.getByLabel('Email').fill('ann@acme.example');
  await press(page, 'Send a code');
  await page.getByLabel('Code').waitFor();
}

async function expire(page) {
  await signIn(page, 'mel@acme.example', 'an old sign-in password');
  await page.getByLabel('New password').waitFor();
}

/** Ann has used Globex before. */
async function enterSecondTime(page) {
  await signInTo(page, 'Globex', 'ann', 'correct horse battery staple');
  await page.waitForURL('**/console');
  await page.goto('/sign-in');
  await signIn(page, 'ann', 'correct horse battery staple');
  await page.getByText('Last used').waitFor();
}

/** Opens the menu with the other environments. */
async function openEnvironments(page) {
  await page.locator('summary').filter({ hasText: 'Change environment' }).click();
  await page.getByRole('button', { name: 'demo.workspan.com', exact: true }).waitFor();
}

/** Acts for the other environment. */
async function administer(page) {
  await signIn(page);
  await page.waitForURL('**/console');
  await page.goto('/console/environments');
  await press(page, 'Administer');
  await page.getByRole('region', { name: 'Another environment' }).waitFor();
}

/** The list of the other environment, which has no endpoints. */
async function openEmpty(page) {
  await administer(page);
  await page.goto('/console/webhooks');
  await page.getByText('No webhooks yet.').waitFor();
}

async function masquerade(page) {
  await signIn(page);
  await page.waitForURL('**/console');
  await page.goto('/console/logins/dan');
  await press(page, 'Masquerade');
  await page.getByRole('dialog').getByLabel('Reason').fill('Ticket 4711: jobs are missing');
  await press(page, 'Begin');
  await page.getByRole('region', { name: 'Masquerade' }).waitFor();
}

async function openUsage(page) {
  await press(page, 'Usage');
  await page.getByRole('dialog').getByText('last 24 hours, on this node').waitFor();
}

async function enterCompany(page) {
  await signIn(page, 'root', 'a rather long password');
  await page.waitForURL('**/console');
  await page.locator('summary').filter({ hasText: 'Profile' }).click();
  await page.getByRole('link', { name: 'My Company Profile' }).click();
  await page.getByRole('heading', { name: 'Acme' }).waitFor();
}

/** Opens the own sessions, and the menu with the own name. */
async function enterProfile(page) {
  await signIn(page, 'root', 'a rather long password');
  await page.waitForURL('**/console');
  await page.goto('/console/me?tab=sessions');
  await page.getByText('This session').waitFor();
  await page.locator('summary').filter({ hasText: 'Profile' }).click();
}

async function addEndpoint(page) {
  await press(page, 'Add endpoint');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('URL').fill('https://hooks.acme.example/bearward');
  await dialog.getByLabel('Filter events').fill('user.');
  await dialog.getByLabel('user.created', { exact: true }).check();
  await dialog.getByLabel('user.updated', { exact: true }).check();
}

async function addStream(page) {
  await press(page, 'Add stream');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Archive in S3');
  await dialog.getByLabel('Log').selectOption('audit_logs');
  await dialog.getByLabel('Organization').fill(acme);
  await dialog.getByLabel('Target').selectOption('s3');
}

/** Emails fail when their folder is away. */
async function refuseEmails(page) {
  rmSync(box.folder, { recursive: true });
  for (const name of ['nora', 'omar', 'pia']) {
    await sent(server, 'POST', '/user_management/invitations', {
      email: `${name}@acme.example`,
      organization_id: acme,
    });
  }
  const untried = '/v1/emails?state=waiting';
  while ((await sent(server, 'GET', untried)).data.some((one) => one.attempts === 0)) {
    // The next request asks again, until each was tried once.
  }
  await page.reload();
  await settled(page);
}

async function openEmail(page) {
  const waiting = await sent(server, 'GET', '/v1/emails?state=waiting');
  if (waiting.data.length === 0) await refuseEmails(page);
  await page.getByRole('link', { name: '@acme.example' }).first().click();
  await page.getByText('The last attempt has failed.').waitFor();
}

async function createApplication(page) {
  await press(page, 'Create Application User');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Warehouse Sync');
  await dialog.getByLabel('Organization').fill(acme);
  await press(page, 'Save');
  await page.getByRole('button', { name: 'Copy Client secret' }).waitFor();
}

const flags = `
[[feature_flags]]
slug = "new-forms"
name = "New forms"
description = "The form designer of 2031"
enabled = true
default_value = false

[[feature_flags]]
slug = "dark-reports"
name = "Dark reports"
enabled = false
default_value = true
`;

/** fill makes the rows that the demo world lacks, and returns the paths that are not fixed. */
async function fill(server) {
  const headers = {
    ...bearer('sk_test_0000000000000000000000000000'),
    'Content-Type': 'application/json',
  };
  const send = (method, target, body) =>
    ask(server, method, target, { headers, body: body && JSON.stringify(body) });
  await send('POST', `/organizations/${acme}/api_keys`, {
    name: 'Nightly export',
    permissions: ['forms:read'],
    expires_at: new Date(Date.now() + 90 * 86_400_000).toISOString(),
  });
  await send('POST', '/organization_domains', { organization_id: acme, domain: 'acme.example' });
  await send('POST', `/feature-flags/new-forms/targets/${acme}`);
  await send('POST', '/user_management/redirect_uris', { uri: 'https://app.acme.example/done' });
  const roles = `/authorization/organizations/${acme}/roles`;
  await send('POST', roles, { slug: 'org-billing', name: 'Billing' });
  const groups = `/organizations/${acme}/groups`;
  await send('POST', groups, { name: 'Drivers', description: 'Everyone on the road' });
  const group = await send('POST', groups, { name: 'Planners', description: 'Plan the week' });
  const members = await send(
    'GET',
    `/user_management/organization_memberships?organization_id=${acme}&user_id=${ann}`,
  );
  await send('POST', `${groups}/${group.json.id}/organization-memberships`, {
    organization_membership_id: members.json.data[0].id,
  });
  await send('POST', '/user_management/users', {
    email: 'mel@acme.example',
    password: 'an old sign-in password',
    password_change_required: true,
  });
  await send('POST', '/user_management/password_reset', { email: 'mel@acme.example' });
  const late = await deliver(server, await receiver(t, 503, 'The queue is full.'));
  const { endpoint, delivery } = await deliver(server, await receiver(t, 200, '{"ok":true}'));
  const resend = `/v1/webhook_endpoints/${endpoint}/deliveries/${delivery}/resend`;
  for (let at = 0; at < 4; at++) await send('POST', resend, {});
  await sent(server, 'PATCH', `/webhook_endpoints/${late.endpoint}`, { status: 'disabled' });
  const subscriber = await subscribe(server, await receiver(t));
  await notify(server, await receiver(t, 503, 'The flow is off.'));
  const full = await receiver(t, 503, 'The queue is full.');
  await stream(server, { name: 'SIEM', type: 'splunk', url: await receiver(t), secret: 'hec' });
  await stream(server, { name: 'Archive', type: 'file', url: 'file:archive.jsonl' });
  const old = { name: 'Old collector', type: 'syslog', url: 'syslog+tls://127.0.0.1:6514' };
  await stream(server, { ...old, enabled: false });
  const failing = await stream(server, {
    ...{ name: 'Audit of Acme', type: 'https_json', url: full, secret: 'Bearer t' },
    ...{ source: 'audit_logs', organization_id: acme },
  });
  for (const name of ['Ann Lee', 'Gus Park', 'Mel Ortiz']) await audited(server, name);
  await until(server, `/v1/log_streams/${failing}`, ({ state }) => state === 'error');
  const rows = (first) =>
    Array.from({ length: 12 }, (_, at) => ({
      opportunity_id: `CRM-${first + at}`,
      ...(first === 100 && at % 4 === 3 ? {} : { stage: 'won' }),
    }));
  await load(server, rows(200));
  const loaded = await load(server, rows(100));
  const invited = { email: 'new@acme.example', organization_id: acme };
  await send('POST', '/user_management/invitations', invited);
  return {
    '/webhook': `/webhooks/${endpoint}`,
    '/delivery': `/webhooks/${late.endpoint}/deliveries/${late.delivery}`,
    '/subscriber': `/subscribers/${subscriber}`,
    '/log-stream': `/log-streams/${failing}`,
    '/report': `/reports/${await reportId(server)}`,
    '/load': `/integrations/${integration}/loads/${loaded}`,
    '/group': `${groups}/${group.json.id}`,
    '/reset': `/..${await link(box, 'mel@acme.example')}`,
    '/invitation': `/..${await link(box, 'new@acme.example')}`,
  };
}

/** The clean-up that a test does at its end. */
const ends = [];
const t = { after: (end) => ends.unshift(end) };

const wanted = process.argv.slice(2);
const box = mailbox(t);
const world = partnerWorld(t, flags);
const server = await start(t, {
  ...world,
  env: {
    ...box.env,
    ...toThisMachine,
    BEARWARD_LOG_STREAMS__FOLDER: path.dirname(world.data),
  },
});
/** take opens a row of the table and writes its picture; `page` is signed in. */
async function take({ name, at, ...more }, paths, page) {
  const { scheme = 'light', width = 1440, height = 900 } = more;
  const shown = more.fresh ? await openPage(t, server) : page;
  await shown.setViewportSize({ width, height });
  await shown.emulateMedia({ colorScheme: scheme });
  await shown.goto(`/console${paths[at] ?? at}`);
  await settled(shown);
  await more.before?.(shown);
  await shown.evaluate(() => document.fonts.ready);
  const picture = await shown.screenshot({ animations: 'disabled', caret: 'hide' });
  writeFileSync(path.join(folder, `${name}.png`), asPalette(picture));
  console.log(name);
}

mkdirSync(folder, { recursive: true });
const chosen = pictures.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const { pathname, search } = new URL(setupLink(server));
for (const row of chosen.filter(({ first }) => first)) {
  await take(row, { '/setup': `/..${pathname}${search}` });
}
await setUp(t, server);
const paths = await fill(server);
const page = await openPage(t, server);
await signIn(page);
await page.waitForURL('**/console');
for (const row of chosen.filter(({ first }) => !first)) await take(row, paths, page);
await closeBrowser();
for (const end of ends) await end();
