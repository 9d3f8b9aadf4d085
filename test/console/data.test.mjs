// The pages about data that leave or enter: webhooks, audit logs, reports, integrations, emails.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { root } from '../e2e/server.mjs';
import {
  checkEverywhere,
  checkPages,
  closeBrowser,
  openPage,
  settled,
  signedIn,
  signIn,
  untilShown,
} from './browser.mjs';
import { answer, button, dialog, drivers, head, inDialog, link, row } from './drivers.mjs';
import { lists, others } from './lists.mjs';
import { mailbox } from './mailbox.mjs';
import {
  acme,
  audited,
  deliver,
  integration,
  load,
  notify,
  partnerWorld,
  receiver,
  reportId,
  send,
  stream,
  subscribe,
  toThisMachine,
  until,
} from './partners.mjs';

after(closeBrowser);

const open = (t, env = toThisMachine) => signedIn(t, { ...partnerWorld(t), env });

for (const use of drivers) {
  test(`an endpoint is added, tested, sent to again and deleted by ${use.name}`, async (t) => {
    const url = await receiver(t);
    const { server, page } = await open(t);
    await use.press(link(page, 'Webhooks'));
    await page.getByText('No webhooks yet.').waitFor();
    await use.press(button(page, 'Add endpoint'));
    await use.type(inDialog(page, 'URL'), url);
    await use.type(inDialog(page, 'Filter events'), 'user.cre');
    await use.check(dialog(page).getByLabel('user.created', { exact: true }));
    await dialog(page).getByText('(1 chosen)').waitFor();
    await use.press(answer(page, 'Save'));
    const secret = page.getByLabel('Signing secret', { exact: true });
    const first = await secret.inputValue();
    assert.match(first, /^whsec_/);
    await use.press(answer(page, 'Copy Signing secret'));
    await use.press(answer(page, 'Done'));
    await use.press(link(page, url));

    await use.press(button(page, 'Send test event'));
    await page.getByText('A test event is on its way.').waitFor();
    await untilShown(page, /^Delivered$/);
    await use.press(link(page, 'email_verification.created'));
    await row(page, 'thanks').waitFor({ state: 'attached' });
    await page.getByRole('cell', { name: '200', exact: true }).waitFor();
    await page.getByText('"event": "email_verification.created"').waitFor();
    await use.press(button(head(page), 'Send again'));
    await page.getByText('The event is sent again, as a new delivery.').waitFor();
    await page.waitForURL(/\/webhooks\/we_[^/]*$/);
    await settled(page);
    assert.equal(await row(page, 'email_verification.created').count(), 2);

    await use.press(button(page, 'Replay events'));
    await use.type(inDialog(page, 'From'), '2026-01-01');
    await use.press(answer(page, 'Save'));
    await page.getByText('The events are on their way.').waitFor();

    await use.press(button(page, 'Replace secret'));
    await use.press(answer(page, 'Replace secret'));
    await secret.waitFor();
    assert.notEqual(await secret.inputValue(), first);
    await use.press(answer(page, 'Copy Signing secret'));
    await use.press(answer(page, 'Done'));

    await use.press(button(page, 'Edit'));
    await use.type(inDialog(page, 'Filter events'), 'organization.created');
    await use.check(inDialog(page, 'organization.created'));
    await use.press(answer(page, 'Save'));
    await page.getByText('organization.created, user.created').waitFor();

    await use.press(button(page, 'Disable'));
    await use.press(answer(page, 'Disable'));
    await page.getByText('Disabled', { exact: true }).waitFor();
    await use.press(button(page, 'Enable'));
    await use.press(answer(page, 'Enable'));
    await page.getByText('Enabled', { exact: true }).waitFor();
    await use.press(button(page, 'Delete'));
    assert.ok(await answer(page, 'Delete').isDisabled());
    await use.type(dialog(page).getByRole('textbox'), url);
    await use.press(answer(page, 'Delete'));
    await page.getByText('No webhooks yet.').waitFor();
    assert.deepEqual((await send(server, 'GET', '/webhook_endpoints')).data, []);
  });

  test(`an action gets a schema with two versions by ${use.name}`, async (t) => {
    const { server, page } = await open(t);
    await use.press(link(page, 'Audit log actions'));
    await page.getByText('No audit log actions yet.').waitFor();
    await use.press(button(page, 'Add action'));
    await use.type(inDialog(page, 'Name'), 'team.renamed');
    await use.type(inDialog(page, 'Schema'), '{"targets":');
    await use.press(answer(page, 'Save'));
    await dialog(page).getByText('The schema is not JSON').waitFor();
    await use.type(inDialog(page, 'Schema'), '{"targets":[{"type":"team"}]}');
    await use.press(answer(page, 'Save'));
    await page.getByRole('heading', { name: 'team.renamed' }).waitFor();
    await use.press(button(page, 'Add version'));
    await use.type(inDialog(page, 'Schema'), '{"targets":[{"type":"team"},{"type":"user"}]}');
    await use.press(answer(page, 'Save'));
    await page.getByText('team, user').waitFor();
    const schemas = await send(server, 'GET', '/audit_logs/actions/team.renamed/schemas');
    assert.deepEqual(schemas.data.map((one) => one.version), [2, 1]);
  });

  test(`events of an organization are filtered, kept and exported by ${use.name}`, async (t) => {
    const { server, page } = await open(t);
    await audited(server);
    await page.goto(`/console/organizations/${acme}?tab=audit`);
    await settled(page);
    await row(page, 'Ann Lee').waitFor();
    await use.type(page.getByLabel('Action, such as'), 'team.none');
    await page.keyboard.press('Tab');
    await page.getByText('Nothing matches the filter.').waitFor();
    assert.match(page.url(), /tab=audit&action=team\.none/);
    await use.type(page.getByLabel('Action, such as'), 'team.member_added');
    await page.keyboard.press('Tab');
    await row(page, '192.0.2.7').waitFor();

    await use.press(button(page, 'Set retention'));
    await dialog(page).getByLabel('Keep events for').selectOption('30');
    await use.press(answer(page, 'Save'));
    await page.getByText('Events are kept for 30 days.').waitFor();

    await use.press(button(page, 'Export CSV'));
    const file = page.waitForEvent('download');
    await use.press(answer(page, 'Save'));
    const saved = await file;
    assert.equal(saved.suggestedFilename(), 'audit-log.csv');
    assert.match(readFileSync(await saved.path(), 'utf8'), /"team\.member_added".*"Ann Lee"/);
    await page.getByText('The export is ready.').waitFor();
  });

  test(`reports and loads lead to their views and refused rows by ${use.name}`, async (t) => {
    const { server, page } = await open(t);
    await load(server, [{ opportunity_id: 'C1', stage: 'won' }, { opportunity_id: 'C2' }]);
    await use.press(link(page, 'Reports'));
    await row(page, 'Draft').getByText('Off').waitFor();
    await use.press(link(page, 'Won deals'));
    await row(page, 'Readable').waitFor();
    await row(page, 'sales_details.amount').getByText('CURRENCY').waitFor();
    await row(page, 'By deal').getByText('COUNT').waitFor();

    await use.press(link(page, 'Integrations'));
    await use.press(link(page, 'CRM import'));
    await row(page, '1 of 2 refused').waitFor();
    await use.press(row(page, '1 of 2 refused').getByRole('link'));
    await row(page, 'C2').getByText('The column stage is empty.').waitFor();
    await use.press(row(page, 'C2').getByText('Show'));
    await page.getByText('"opportunity_id": "C2"').waitFor();
  });
}

test('reports and integrations are filtered by their owner', async (t) => {
  const { page } = await open(t);
  for (const [target, name] of [
    ['/reports', 'Won deals'],
    ['/integrations', 'CRM import'],
  ]) {
    await page.goto(`/console${target}?organization_id=org_none`);
    await page.getByText('Nothing matches the filter.').waitFor();
    await page.locator('datalist option').first().waitFor({ state: 'attached' });
    await page.getByLabel('Organization').fill('Acme');
    await page.keyboard.press('Tab');
    await link(page, name).waitFor();
    assert.match(page.url(), new RegExp(`organization_id=${acme}`));
  }
});

test('a receiver that is gone, and one that fails, are named on the page', async (t) => {
  const gone = await receiver(t, 410);
  const { server, page } = await open(t);
  const first = await deliver(server, gone);
  await page.goto(`/console/webhooks/${first.endpoint}`);
  await page.getByText('The receiver answered 410 Gone').waitFor();
  await page.getByText('Disabled', { exact: true }).waitFor();
  const slow = await deliver(server, await receiver(t, 429, 'slow', { 'Retry-After': '3600' }));
  await page.goto(`/console/webhooks/${slow.endpoint}`);
  await page.getByText('Paused after 1 failure in a row.').waitFor();
  const away = await deliver(server, 'http://127.0.0.1:9/');
  await page.goto(`/console/webhooks/${away.endpoint}/deliveries/${away.delivery}`);
  await page.getByText('No connection was made.').first().waitFor();
});

test('an email is listed without its link while it waits and after it was sent', async (t) => {
  const box = mailbox(t);
  const { server, page } = await open(t, box.env);
  await page.goto('/console/emails');
  await page.getByText('No emails yet.').waitFor();
  rmSync(box.folder, { recursive: true });
  const made = await send(server, 'POST', '/user_management/invitations', {
    email: 'new@acme.example',
  });
  await page.reload();
  await untilShown(page, /^Failed \d+ times?$/);
  await row(page, 'new@acme.example').getByText('invitation').waitFor();
  assert.ok(!(await page.content()).includes(made.token));

  await link(page, 'new@acme.example').click();
  await page.getByText('The folder mail.spool could not be written.').waitFor();
  await page.getByText('invitation', { exact: true }).waitFor();
  assert.ok(!(await page.content()).includes(made.token));
  // The page follows the attempts.
  mkdirSync(box.folder);
  await page.getByRole('heading', { name: 'new@acme.example Sent' }).waitFor({ timeout: 60_000 });
  assert.equal(await page.getByText('The last attempt has failed.').count(), 0);
  assert.ok(!(await page.content()).includes(made.token));

  // The filters are in the address; all emails are the default.
  await link(page, 'Emails').first().click();
  await row(page, 'new@acme.example').getByText('Sent').waitFor();
  await page.getByLabel('State').selectOption('Waiting');
  await page.getByText('Nothing matches the filter.').waitFor();
  assert.equal(new URL(page.url()).search, '?state=waiting');
  await page.goto('/console/emails?state=sent&recipient=new%40acme.example');
  await row(page, 'new@acme.example').getByText('Sent').waitFor();
  await page.goto('/console/emails?recipient=other%40acme.example');
  await page.getByText('Nothing matches the filter.').waitFor();
  await page.goto('/console/emails/mail_unknown');
  await page.getByText('No such email.').waitFor();
});

test('the log of emails is filtered by the keyboard alone', async (t) => {
  const box = mailbox(t);
  const { server, page } = await open(t, box.env);
  const made = { email: 'keys@acme.example' };
  await send(server, 'POST', '/user_management/invitations', made);
  await until(server, '/v1/emails?state=sent', ({ data }) => data.length === 1);
  await page.goto('/console/emails');
  await row(page, made.email).getByText('Sent').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type(made.email);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/emails?recipient=keys%40acme.example');
  await page.keyboard.press('Tab');
  await page.keyboard.type('G');
  await page.getByText('Nothing matches the filter.').waitFor();
  assert.match(page.url(), /state=failed/);
});

const payloads = [
  '<script>document.title = "owned"</script>',
  '<img src=x onerror="document.title = \'owned\'">',
  '"><svg onload="document.title = \'owned\'">',
  "{{constructor.constructor('return 1')()}}",
];

test('texts of receivers, customers and partners are shown as text', async (t) => {
  const { server, page } = await open(t);
  for (const text of payloads) {
    await audited(server, text);
    const { endpoint, delivery } = await deliver(server, await receiver(t, 500, text));
    const id = await load(server, [{ opportunity_id: text }]);
    for (const target of [
      `/organizations/${acme}?tab=audit`,
      `/webhooks/${endpoint}/deliveries/${delivery}`,
      `/integrations/${integration}/loads/${id}`,
    ]) {
      await page.goto(`/console${target}`);
      await settled(page);
      await page.locator('main summary').first().click();
      const made = page.locator('main').locator('script, img, iframe, [onload]');
      assert.equal(await made.count(), 0, target);
      assert.doesNotMatch(await page.title(), /owned/);
      const shown = await page.locator('main').innerText();
      assert.ok(shown.includes(text), `${target} does not show ${text}`);
    }
  }
});

const log = (subscriber) => `/v1/webhook_endpoints/${subscriber}/deliveries`;

/** A page of an administrator on which axe-core may run. */
async function openChecked(t, server) {
  const page = await openPage(t, server, { bypassCSP: true });
  await signIn(page);
  await page.waitForURL('**/console');
  return page;
}

/** Checks the lists at these places, which must show what is wanted: rows, or that none exist. */
async function checkLists(page, targets, wanted) {
  for (const target of targets) {
    await page.goto(`/console${target}`);
    await page.locator(wanted).first().waitFor();
    await checkEverywhere(page, target);
  }
}

test('the table of lists has every page of the navigation', () => {
  const app = readFileSync(path.join(root, 'web/src/app.tsx'), 'utf8');
  const pages = [...app.matchAll(/pattern: "([^"]+)",\s+title: "[^"]+",\s+part: /g)];
  const known = [...lists.map(({ at }) => at), ...others];
  assert.deepEqual(pages.map(([, at]) => at).sort(), known.sort());
});

test('the lists without rows are accessible in both themes and at both widths', async (t) => {
  const { server } = await signedIn(t, { apply: null });
  const page = await openChecked(t, server);
  const empty = lists.filter(({ none }) => none !== null);
  const targets = empty.map(({ at, none = '' }) => at + none);
  await checkLists(page, targets, 'main .state.empty');
});

test('the lists and pages with data are accessible in both themes and widths', async (t) => {
  const box = mailbox(t);
  const flag = '[[feature_flags]]\nslug = "new-forms"\nname = "New"\nenabled = true\n';
  const env = { ...toThisMachine, ...box.env };
  const { server } = await signedIn(t, { ...partnerWorld(t, flag), env });
  rmSync(box.folder, { recursive: true });
  await send(server, 'POST', '/user_management/invitations', { email: 'new@acme.example' });
  const email = (await send(server, 'GET', '/v1/emails')).data[0].id;
  const away = 'http://127.0.0.1:9/hook';
  const subscriber = await subscribe(server, await receiver(t, 503, 'later'));
  await notify(server, away);
  const failing = await stream(server, { name: 'SIEM', type: 'https_json', url: away });
  await stream(server, { name: 'Archive', type: 'https_ndjson', url: away, enabled: false });
  const { endpoint, delivery } = await deliver(server, await receiver(t, 503, 'later'));
  await audited(server);
  const id = await load(server, [{ opportunity_id: 'C1', stage: 'won' }, { opportunity_id: 'C2' }]);
  await until(server, `/v1/log_streams/${failing}`, ({ state }) => state === 'error');
  const received = (await until(server, log(subscriber), ({ data }) => data.length > 0)).data[0].id;
  const page = await openChecked(t, server);
  await checkLists(
    page,
    lists.map(({ at }) => at),
    'main tbody tr',
  );
  await checkPages(page, [
    '/flags/new-forms',
    `/webhooks/${endpoint}`,
    `/webhooks/${endpoint}/deliveries/${delivery}`,
    `/subscribers/${subscriber}`,
    `/subscribers/${subscriber}/deliveries/${received}`,
    `/log-streams/${failing}`,
    `/emails/${email}`,
    '/audit-logs/team.member_added',
    `/organizations/${acme}?tab=audit`,
    `/reports/${await reportId(server)}`,
    `/integrations/${integration}`,
    `/integrations/${integration}/loads/${id}`,
  ]);
});
