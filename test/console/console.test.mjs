// The console as a person uses it.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { after, test } from 'node:test';
import { ask, bearer, dataFolder, demo, start } from '../e2e/server.mjs';
import {
  checkEverywhere,
  checkPages,
  closeBrowser,
  openPage,
  setUp,
  setupLink,
  settled,
  signedIn,
  signIn,
} from './browser.mjs';
import { answer, button, dialog, head, inDialog, row } from './drivers.mjs';
import { acme, partnerWorld, send } from './partners.mjs';

after(closeBrowser);

/** The number of bytes that a client which accepts gzip gets. */
function compressedSize(server, target) {
  return new Promise((resolve, reject) => {
    const headers = { 'Accept-Encoding': 'gzip', Accept: 'text/html, */*' };
    http.get(server.http + target, { headers }, (answer) => {
      let size = 0;
      answer.on('data', (bytes) => (size += bytes.length));
      answer.on('end', () => resolve(size));
      answer.on('error', reject);
    });
  });
}

test('setup and sign-in work without JavaScript, and the setup link works once', async (t) => {
  const server = await start(t, { apply: null });
  await setUp(t, server);
  const page = await openPage(t, server, { script: false });
  await signIn(page, 'boss@example.test', 'wrong');
  await page.getByText('is not right').waitFor();
  assert.equal(await page.getByLabel('Username or email').inputValue(), 'boss@example.test');
  await signIn(page);
  await page.waitForURL('**/console');
});

test('an organization gets an Application User whose secret works', async (t) => {
  const { server, page } = await signedIn(t, { apply: null });
  await page.getByRole('link', { name: 'Organizations', exact: true }).click();
  await page.getByRole('button', { name: 'Create organization' }).click();
  const name = '<img src=x onerror=alert(1)> & "Acme"';
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name, exact: true }).waitFor();

  await page.getByRole('button', { name: 'Create Application User' }).click();
  await page.getByLabel('Name').fill('Report Export API');
  await page.getByLabel('Security Profile').selectOption('ObjectRead');
  await page.getByRole('button', { name: 'Save' }).click();
  const secret = await page.getByLabel('Client secret', { exact: true }).inputValue();
  const id = await page.getByLabel('Client id', { exact: true }).inputValue();

  // the dialog resists closing before the secret is copied
  await page.keyboard.press('Escape');
  await page.getByText('The secret is not copied yet.').waitFor();
  await page.getByRole('button', { name: 'Copy Client secret' }).click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), secret);
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('cell', { name: 'Report Export API' }).waitFor();
  assert.equal(await page.getByText(secret).count(), 0);

  const answer = await fetch(`${server.http}/oauth2/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(`${id}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  assert.equal(answer.status, 200);

  await button(row(page, 'Report Export API'), 'Disable').click();
  await page.getByText('stay revoked').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
  await page.getByText('Disabled', { exact: true }).waitFor();
});

/** Waits until the page asks before it is closed, or no longer asks. */
const asksBeforeLeaving = (page, asks) =>
  page.waitForFunction(
    (wanted) => dispatchEvent(new Event('beforeunload', { cancelable: true })) !== wanted,
    asks,
  );

test('a login gets an API token: generate, copy, describe, regenerate, revoke', async (t) => {
  const { server, page } = await signedIn(t);
  await page.goto('/console/logins/gus');
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Generate' }).click();
  const warning = page.getByText('Copy the token now');
  await warning.waitFor();
  await asksBeforeLeaving(page, true);
  const box = page.getByLabel('API token', { exact: true });
  const token = await box.inputValue();
  assert.match(token, /^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  const who = (key) =>
    fetch(`${server.http}/v1/whoami`, { headers: { 'X-Api-Key': key } }).then((r) => r.status);
  assert.equal(await who(token), 200);
  await page.getByRole('button', { name: 'Copy API token' }).click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), token);
  await warning.waitFor({ state: 'detached' });
  await asksBeforeLeaving(page, false);

  await page.getByLabel('Description').fill('Nightly export');
  await page.getByRole('button', { name: 'Update' }).click();
  await page.getByText('The token is unchanged.').waitFor();
  assert.equal(await who(token), 200);

  await page.getByRole('button', { name: 'Regenerate' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Regenerate' }).click();
  await page.waitForFunction(
    (old) => document.getElementById('token-value')?.value !== old,
    token,
  );
  await warning.waitFor();
  await asksBeforeLeaving(page, true);
  assert.equal(await who(token), 401);
  const second = await box.inputValue();
  assert.equal(await page.getByLabel('Description').inputValue(), 'Nightly export');
  await page.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('This login has no API token.').waitFor();
  assert.equal(await who(second), 401);
});

test('a tab whose session ended returns to its page after sign-in', async (t) => {
  const { server, page } = await signedIn(t);
  const other = await page.context().newPage();
  await other.goto('/console');
  await other.getByRole('button', { name: 'Sign out' }).click();
  await other.waitForURL('**/sign-in?*');
  await page.goto('/console/policies');
  await page.waitForURL('**/sign-in?return_to=*');
  await signIn(page);
  await page.waitForURL('**/console/policies');
  await page.getByRole('heading', { name: 'Policies' }).waitFor();
});

test('a user of another environment gets the sign-in page of that environment', async (t) => {
  const data = dataFolder(t);
  const apply = path.join(path.dirname(data), 'world.toml');
  const user = `
[[users]]
environment = "demo.workspan.com"
email = "eve@initech.example"
password = "correct horse battery staple"
memberships = [{ organization = "Initech" }]
`;
  writeFileSync(apply, readFileSync(demo, 'utf8') + user);
  const server = await start(t, { data, apply });
  const headers = bearer('sk_test_1111111111111111111111111111');
  const { id } = (await ask(server, 'GET', '/v1/whoami', { headers })).json.environment;
  const page = await openPage(t, server);
  const enter = async () => {
    await signIn(page, 'eve@initech.example', 'correct horse battery staple');
    await page.getByText('You are signed in to Initech.').waitFor();
  };
  await page.goto(`/sign-in?environment=${id}`);
  await enter();
  await button(page, 'Sign out').click();
  await page.waitForURL('**/sign-in?*');
  await enter();
  await page.context().clearCookies();
  await page.reload();
  await page.waitForURL('**/sign-in?return_to=*');
  await enter();
});

test('the console works by keyboard alone', async (t) => {
  const { server, page } = await signedIn(t);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('rol');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Roles' }).waitFor();
  const create = page.getByRole('button', { name: 'Create role' });
  await create.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.type('by-keyboard');
  await page.keyboard.press('Tab');
  await page.keyboard.type('By keyboard');
  await page.keyboard.press('Enter');
  await page.getByRole('cell', { name: 'by-keyboard' }).waitFor();
  assert.ok(await create.evaluate((button) => button === document.activeElement));
});

// The lists themselves are in lists.mjs; data.test.mjs checks them without and with rows.
test('every other page is accessible in both themes, narrow and wide', async (t) => {
  const server = await start(t, partnerWorld(t));
  const page = await openPage(t, server, { bypassCSP: true });
  await page.goto(setupLink(server));
  await checkEverywhere(page, 'setup');
  await setUp(t, server);
  const company = `/organizations/${acme}`;
  const group = await send(server, 'POST', `${company}/groups`, { name: 'Drivers' });
  const tabs = ['members', 'invitations', 'keys', 'domains', 'roles', 'groups', 'flags'];
  const pages = ['', company].concat(
    tabs.map((id) => `${company}?tab=${id}`),
    [`${company}/groups/${group.id}`],
    ['/logins/ann', '/logins/ann?tab=organizations', '/logins/ann?tab=sessions'],
    ['/logins/ann?tab=keys', '/logins/ann?tab=access', '/roles?tab=check'],
    ['/roles?tab=matrix', '/applications/WS-ApplicationUser_report'],
    ['/policies/forms', '/check', '/denials'],
    ['/no/such/page'],
    ['/traffic', '/settings', '/settings?tab=origins', '/settings?tab=template'],
    ['/settings?tab=server', '/settings?tab=administrators'],
    ['/reference', '/reference?operation=v1.create_policy', '/graphql'],
    ['/reference?operation=teletracker.call_data'],
  );
  await page.goto('/sign-in');
  await checkEverywhere(page, 'sign-in');
  await signIn(page);
  await page.waitForURL('**/console');
  await checkPages(page, pages);
  await page.goto('/console/logins/gus');
  await button(page, 'Generate').click();
  await answer(page, 'Generate').click();
  await page.getByText('Copy the token now').waitFor();
  await checkEverywhere(page, 'a new API token');
  await button(page, 'Copy API token').click();
  await page.goto('/console/organizations');
  await settled(page);
  await checkEverywhere(page, 'organizations', [3840]);
});

test('a dialog of each kind is accessible in both themes, narrow and wide', async (t) => {
  const { server } = await signedIn(t);
  const page = await openPage(t, server, { bypassCSP: true });
  await signIn(page);
  await page.getByText('You administer this environment.').waitFor();
  const check = async (what) => {
    await dialog(page).waitFor();
    await checkEverywhere(page, what);
    await page.setViewportSize({ width: 1440, height: 900 });
  };
  const close = async () => {
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'detached' });
  };
  await page.keyboard.press('Control+k');
  await check('the palette');
  await close();

  await page.goto(`/console/organizations/${acme}?tab=keys`);
  await settled(page);
  await button(page, 'Create API key').click();
  await check('a form');
  await inDialog(page, 'Name').fill('Export');
  await inDialog(page, 'forms:read').check();
  await answer(page, 'Save').click();
  const secret = page.getByRole('textbox', { name: 'API key', exact: true });
  const headers = { 'X-Api-Key': await secret.inputValue() };
  assert.equal((await ask(server, 'GET', '/v1/whoami', { headers })).status, 200);
  await check('a secret');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('rol');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Leave this page?' }).waitFor();
  await checkEverywhere(page, 'the question before leaving');
  await page.keyboard.press('Escape');
  await button(page, 'Copy API key').click();
  await answer(page, 'Done').click();

  await button(row(page, 'Export'), 'Usage').click();
  await dialog(page).getByText('last 24 hours, on this node').waitFor();
  await check('the usage of a key');
  await close();
  await button(row(page, 'Export'), 'Delete').click();
  await check('a question with a name to type');
  await close();
  await button(head(page), 'Disable').click();
  await check('a question');
  await close();
});

test('the first page is at most 60 KB compressed', async (t) => {
  const { server, page } = await signedIn(t);
  const files = await page.evaluate(() =>
    performance.getEntriesByType('resource').map((entry) => entry.name),
  );
  const paths = files.map((name) => new URL(name).pathname);
  const loaded = paths.filter((one) => one.startsWith('/console'));
  assert.ok(loaded.some((one) => one.endsWith('.js')));
  let size = 0;
  for (const file of ['/console', ...loaded]) size += await compressedSize(server, file);
  assert.ok(size <= 60 * 1024, `the first page has ${size} bytes`);
});
