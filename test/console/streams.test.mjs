// The pages about what leaves to others: log streams, and the callbacks that clients registered.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { closeBrowser, settled, signedIn, untilShown } from './browser.mjs';
import { answer, button, dialog, drivers, head, inDialog, link, row } from './drivers.mjs';
import {
  acme,
  audited,
  load,
  notify,
  partnerWorld,
  receiver,
  send,
  stream,
  subscribe,
  toThisMachine,
  until,
} from './partners.mjs';

after(closeBrowser);

/** Opens the console, and a folder into which streams may write. */
async function open(t) {
  const world = partnerWorld(t);
  const folder = path.join(path.dirname(world.data), 'streams');
  mkdirSync(folder);
  const env = { ...toThisMachine, BEARWARD_LOG_STREAMS__FOLDER: folder };
  return { folder, ...(await signedIn(t, { ...world, env })) };
}

const linesIn = (folder) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => readFileSync(path.join(folder, name), 'utf8'))
    .join('');

const shown = (page, text) => page.getByText(text, { exact: true });
const streamsOf = async (server) => (await send(server, 'GET', '/v1/log_streams')).data;

for (const use of drivers) {
  test(`a stream is added, tested, paused, edited and deleted by ${use.name}`, async (t) => {
    const { server, page, folder } = await open(t);
    await use.press(link(page, 'Log streams'));
    await page.getByText('No log streams yet.').waitFor();
    await use.press(button(page, 'Add stream'));
    await use.type(inDialog(page, 'Name'), 'Archive');
    await dialog(page).getByLabel('Target').selectOption('file');
    await use.type(inDialog(page, 'URL'), 'archive.jsonl');
    await use.press(answer(page, 'Save'));
    await dialog(page).getByText('`url` must be file:NAME').waitFor();
    await use.type(inDialog(page, 'URL'), 'file:archive.jsonl');
    await use.press(answer(page, 'Save'));
    await page.getByRole('heading', { name: 'Archive' }).waitFor();
    await shown(page, 'Active').waitFor();
    await page.getByText('Events of the environment').waitFor();

    await use.press(button(page, 'Send test message'));
    await page.getByText('A test message is on its way.').waitFor();
    await until(server, '/v1/log_streams', () => linesIn(folder).includes('log_stream.test'));
    await send(server, 'POST', '/organizations', { name: 'New' });
    await until(server, '/v1/log_streams', () => linesIn(folder).includes('organization.created'));
    // The page follows the deliveries.
    await page.getByText('Last delivery').locator('xpath=..').locator('time').waitFor();

    await use.press(button(page, 'Pause'));
    await use.press(answer(page, 'Pause'));
    await shown(page, 'Paused').waitFor();
    assert.equal(await button(page, 'Send test message').count(), 0);
    await send(server, 'POST', '/organizations', { name: 'Later' });
    const waiting = page.getByText('Waiting', { exact: true }).locator('xpath=..');
    await waiting.getByText(/^[1-9]/).waitFor();
    await use.press(button(page, 'Edit'));
    await use.type(inDialog(page, 'Name'), 'Archive of events');
    await use.press(answer(page, 'Save'));
    await page.getByRole('heading', { name: 'Archive of events' }).waitFor();
    await use.press(button(page, 'Enable'));
    await waiting.getByText('0', { exact: true }).waitFor();
    assert.match(linesIn(folder), /"name":.*Later/);

    await use.press(button(page, 'Delete'));
    assert.ok(await answer(page, 'Delete').isDisabled());
    await use.type(dialog(page).getByRole('textbox'), 'Archive of events');
    await use.press(answer(page, 'Delete'));
    await page.getByText('No log streams yet.').waitFor();
    assert.deepEqual(await streamsOf(server), []);
  });

  test(`a callback is seen with its deliveries and deleted by ${use.name}`, async (t) => {
    const url = `${await receiver(t)}?sig=the-right-to-start`;
    const { server, page } = await open(t);
    const id = await subscribe(server, url);
    await notify(server, url);
    await load(server, [{ opportunity_id: 'C1', stage: 'won' }]);
    const { secret } = await send(server, 'GET', `/v1/webhook_subscribers/${id}`);
    const hides = async () => {
      const text = await page.content();
      for (const hidden of ['the-right-to-start', secret]) assert.ok(!text.includes(hidden));
    };
    await use.press(link(page, 'Webhook subscribers'));
    const mobile = row(page, 'Forms for the flow');
    await mobile.getByText('WorkMobile').waitFor();
    await mobile.getByText('form_record.created').waitFor();
    const deals = row(page, 'Deals for the data hub');
    await deals.getByText('WorkSpan').waitFor();
    await deals.getByText('Acme').waitFor();
    await deals.getByText('2 events').waitFor();
    await hides();

    await use.press(link(page, 'Deals for the data hub'));
    await page.getByText('object.create, object.update').waitFor();
    await shown(page, new URL(url).host).waitFor();
    await untilShown(page, /^Delivered$/);
    await hides();
    await use.press(page.getByRole('cell').getByRole('link').first());
    await page.getByText('thanks').waitFor({ state: 'attached' });
    await page.getByRole('cell', { name: '200', exact: true }).waitFor();
    await use.press(button(head(page), 'Send again'));
    await page.getByText('The event is sent again, as a new delivery.').waitFor();
    await page.waitForURL(`**/subscribers/${id}`);

    await use.press(button(page, 'Replace secret'));
    await use.press(answer(page, 'Replace secret'));
    const replaced = page.getByLabel('Signing secret', { exact: true });
    assert.notEqual(await replaced.inputValue(), secret);
    await use.press(answer(page, 'Copy Signing secret'));
    await use.press(answer(page, 'Done'));
    await use.press(button(page, 'Disable'));
    await use.press(answer(page, 'Disable'));
    await shown(page, 'Disabled').waitFor();
    await use.press(button(page, 'Enable'));
    await use.press(answer(page, 'Enable'));
    await shown(page, 'Enabled').waitFor();
    await use.press(button(page, 'Delete'));
    assert.ok(await answer(page, 'Delete').isDisabled());
    await use.type(dialog(page).getByRole('textbox'), 'Deals for the data hub');
    await use.press(answer(page, 'Delete'));
    await mobile.waitFor();
    assert.equal(await deals.count(), 0);
    assert.equal((await send(server, 'GET', '/v1/webhook_subscribers')).data.length, 1);
  });
}

const away = 'http://127.0.0.1:9';
// the label of each target, what is typed by the label of its field, and the members that follow
const targets = [
  ['Datadog', { URL: away, 'API key': 'dd' }, { type: 'datadog', has_secret: true }],
  ['Splunk', { URL: away, Token: 'sp' }, { type: 'splunk', has_secret: true }],
  [
    'Azure Sentinel',
    {
      URL: `${away}/dataCollectionRules/dcr-1/streams/Custom-A_CL`,
      'Tenant id': 'tenant',
      'Token URL': '',
      'Client id': 'client',
      'Client secret': 's3cret',
    },
    { type: 'azure_sentinel', key_id: 'client', tenant_id: 'tenant', has_secret: true },
  ],
  [
    'HTTPS, a list in JSON',
    {
      URL: away,
      Header: 'X-Key',
      'Value of the header': 'v',
      'Further headers': 'X-Team: a\nX: b',
    },
    { type: 'https_json', header: 'X-Key', has_secret: true, has_headers: true },
  ],
  [
    'HTTPS, lines of JSON (NDJSON)',
    { URL: away, Header: '', 'Value of the header': '', 'Further headers': '' },
    { type: 'https_ndjson', header: null, has_secret: false, has_headers: false },
  ],
  [
    'S3',
    { URL: away, Region: 'eu-central-1', 'Access key id': 'AK', 'Secret access key': 's3' },
    { type: 's3', region: 'eu-central-1', key_id: 'AK', has_secret: true },
  ],
  ['Syslog', { URL: 'syslog+tls://127.0.0.1:9' }, { type: 'syslog', has_secret: false }],
  ['File on the server', { URL: 'file:all' }, { type: 'file', has_secret: false }],
];

test('the form has the fields of the chosen target, and the server accepts each', async (t) => {
  const { server, page } = await open(t);
  for (const [label, typed, members] of targets) {
    await page.goto('/console/log-streams');
    await button(page, 'Add stream').click();
    await inDialog(page, 'Name').fill(label);
    await dialog(page).getByLabel('Target').selectOption({ label });
    const labels = await dialog(page).locator('label').allInnerTexts();
    const own = labels.slice(labels.indexOf('Target') + 1);
    assert.deepEqual(own.map((text) => text.replace(' (optional)', '')), Object.keys(typed));
    for (const [name, value] of Object.entries(typed)) {
      await inDialog(page, new RegExp(`^${name}( \\(optional\\))?$`)).fill(value);
    }
    await answer(page, 'Save').click();
    await page.getByRole('heading', { name: label }).waitFor();
    const made = (await streamsOf(server)).find(({ name }) => name === label);
    for (const [name, value] of Object.entries(members)) assert.equal(made[name], value, name);
  }
});

test('the audit log needs an organization, and a secret that is not typed stays', async (t) => {
  const { server, page } = await open(t);
  await page.goto('/console/log-streams');
  await button(page, 'Add stream').click();
  await inDialog(page, 'Name').fill('Audit');
  await dialog(page).getByLabel('Log').selectOption('audit_logs');
  await dialog(page).getByLabel('Target').selectOption('splunk');
  await inDialog(page, 'URL').fill(await receiver(t));
  await inDialog(page, 'Token').fill('a-token-of-splunk');
  await answer(page, 'Save').click();
  assert.ok(await inDialog(page, 'Organization').evaluate((input) => input.matches(':invalid')));
  await inDialog(page, 'Organization').fill(acme);
  await answer(page, 'Save').click();
  await link(page, 'Acme').waitFor();
  await button(page, 'Edit').click();
  assert.equal(await inDialog(page, 'Token').inputValue(), '');
  await inDialog(page, 'Name').fill('Audit of Acme');
  await answer(page, 'Save').click();
  await page.getByText('The stream is saved.').waitFor();
  await page.getByText('stored', { exact: true }).waitFor();
  assert.ok(!(await page.content()).includes('a-token-of-splunk'));
  await audited(server);
  await page.getByText('Last delivery').locator('xpath=..').locator('time').waitFor();
  const [made] = await streamsOf(server);
  assert.deepEqual([made.name, made.has_secret, made.state], ['Audit of Acme', true, 'active']);
});

test('a target that refuses, and one that is away, are named on the page', async (t) => {
  const { server, page } = await open(t);
  const refused = await receiver(t, 401);
  for (const [url, state, why] of [
    [refused, 'Invalid', 'The target answered 401. Edit the stream'],
    [await receiver(t, 503), 'Failing', 'The target answered 503. Its events wait'],
    [`${away}/`, 'Failing', 'No connection was made.'],
  ]) {
    const id = await stream(server, { name: why, type: 'https_json', url });
    await page.goto(`/console/log-streams/${id}`);
    await settled(page);
    await send(server, 'POST', '/organizations', { name: why });
    await shown(page, state).waitFor();
    await page.locator('.fault').getByText(why).waitFor();
  }
});

test('streams and callbacks are filtered by their organization', async (t) => {
  const { server, page } = await open(t);
  await subscribe(server, `${away}/`);
  const target = { type: 'https_json', url: away };
  await stream(server, { name: 'Of Acme', organization_id: acme, ...target });
  await stream(server, { name: 'Of the environment', ...target });
  for (const [place, name] of [
    ['/log-streams', 'Of Acme'],
    ['/subscribers', 'Deals for the data hub'],
  ]) {
    await page.goto(`/console${place}?organization_id=org_none`);
    await page.getByText('Nothing matches the filter.').waitFor();
    await page.getByLabel('Organization').fill('Acme');
    await page.keyboard.press('Tab');
    await link(page, name).waitFor();
    assert.match(page.url(), new RegExp(`organization_id=${acme}`));
    assert.equal(await link(page, 'Of the environment').count(), 0);
    // A reload shows the same rows, because the filter is in the address.
    await page.reload();
    await link(page, name).waitFor();
    assert.equal(await link(page, 'Of the environment').count(), 0);
  }
});
