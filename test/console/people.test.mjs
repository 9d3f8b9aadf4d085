// Logins and organizations: created, changed and deleted, by mouse and by keyboard.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ask, asJson, bearer, start } from '../e2e/server.mjs';
import {
  closeBrowser,
  email,
  openPage,
  password,
  setUp,
  signedIn,
  signIn,
  signInTo,
} from './browser.mjs';
import { answer, button, dialog, drivers, head, inDialog, link, row } from './drivers.mjs';

after(closeBrowser);

const acme = 'org_01EHZNVPK3SFK441A1RGBFSHRT';
const key = bearer('sk_test_0000000000000000000000000000');

const usersWith = async (server, email) =>
  (await ask(server, 'GET', `/user_management/users?email=${email}`, { headers: key })).json.data;

for (const use of drivers) {
  test(`a login is added, edited, given roles and deleted by ${use.name}`, async (t) => {
    const { server, page } = await signedIn(t);
    await use.press(link(page, 'Logins'));
    await use.press(button(page, 'Add login'));
    await use.type(inDialog(page, 'Email'), 'zoe@acme.example');
    await use.type(inDialog(page, 'First name'), '<b>Zoe</b>');
    await use.press(answer(page, 'Save'));
    await page.getByRole('heading', { name: '<b>Zoe</b>' }).waitFor();

    await use.press(button(page, 'Edit'));
    await use.type(inDialog(page, 'First name'), 'Zoe');
    await use.type(inDialog(page, 'Last name'), 'Young');
    await use.press(answer(page, 'Save'));
    await page.getByRole('heading', { name: 'Zoe Young' }).waitFor();
    await page.getByText('Login saved.').waitFor();

    const sections = page.getByRole('navigation', { name: 'Sections of the login' });
    await use.press(link(sections, 'Organizations'));
    await use.press(button(page, 'Add to organization'));
    await use.type(inDialog(page, 'Organization'), acme);
    await use.press(answer(page, 'Save'));
    await use.press(button(row(page, 'Acme'), 'Roles'));
    await use.check(inDialog(page, 'Jobs: View (planner)'));
    await use.press(answer(page, 'Save'));
    await row(page, 'planner').waitFor();
    await page.reload();
    await row(page, 'planner').waitFor();
    await use.press(button(row(page, 'Acme'), 'Deactivate'));
    await use.press(answer(page, 'Deactivate'));
    await use.press(button(row(page, 'inactive'), 'Reactivate'));
    await page.getByRole('cell', { name: 'active', exact: true }).waitFor();
    await use.press(button(row(page, 'Acme'), 'Remove'));
    await use.press(answer(page, 'Remove'));
    await page.getByText('No organizations yet.').waitFor();

    assert.equal((await usersWith(server, 'zoe@acme.example')).length, 1);
    await use.press(button(page, 'Delete'));
    assert.ok(await answer(page, 'Delete').isDisabled());
    await use.type(dialog(page).getByRole('textbox'), 'zoe@acme.example');
    await use.press(answer(page, 'Delete'));
    await page.waitForURL('**/console/logins');
    assert.equal((await usersWith(server, 'zoe@acme.example')).length, 0);
  });

  test(`an organization gets members, domains, roles, groups by ${use.name}`, async (t) => {
    const { page } = await signedIn(t);
    await use.press(link(page, 'Organizations'));
    await use.press(link(page, 'Acme'));
    await use.press(button(head(page), 'Edit'));
    await use.type(inDialog(page, 'Name'), 'Acme & Sons');
    await use.press(answer(page, 'Save'));
    await page.getByRole('heading', { name: 'Acme & Sons' }).waitFor();

    await use.press(button(head(page), 'Disable'));
    await use.press(answer(page, 'Disable'));
    await use.press(button(head(page), 'Enable'));
    assert.equal(await button(head(page), 'Disable').count(), 0);
    await use.press(answer(page, 'Enable'));
    await button(head(page), 'Disable').waitFor();
    assert.equal(await button(head(page), 'Enable').count(), 0);

    const sections = page.getByRole('navigation', { name: 'Sections of the organization' });
    await use.press(link(sections, 'Members'));
    await use.press(button(page, 'Add member'));
    await use.type(inDialog(page, 'Email'), 'gone@globex.example');
    await use.press(answer(page, 'Save'));
    await dialog(page).getByText('No login has the email gone@globex.example.').waitFor();
    await use.type(inDialog(page, 'Email'), 'gus@globex.example');
    await use.press(answer(page, 'Save'));
    await row(page, 'gus@globex.example').waitFor();

    await use.press(link(sections, 'Domains'));
    await use.press(button(page, 'Add domain'));
    await use.type(inDialog(page, 'Domain'), 'acme.example');
    await use.press(answer(page, 'Save'));
    await row(page, 'pending').waitFor();
    await use.press(button(row(page, 'acme.example'), 'Delete'));
    await use.press(answer(page, 'Delete'));
    await page.getByText('No domains yet.').waitFor();

    await use.press(link(sections, 'Roles'));
    await use.press(button(page, 'Create role'));
    await use.type(inDialog(page, 'Slug'), 'org-billing');
    await use.type(inDialog(page, 'Name'), 'Billing');
    await use.press(answer(page, 'Save'));
    await row(page, 'this organization').waitFor();

    await use.press(link(sections, 'Groups'));
    await use.press(button(page, 'Create group'));
    await use.type(inDialog(page, 'Name'), 'Planners');
    await use.press(answer(page, 'Save'));
    await page.getByRole('heading', { name: 'Planners' }).waitFor();
    await use.press(button(page, 'Add member'));
    await use.type(inDialog(page, 'Email'), 'ann@acme.example');
    await use.press(answer(page, 'Save'));
    await row(page, 'ann@acme.example').waitFor();
    await page.reload();
    await use.press(button(row(page, 'ann@acme.example'), 'Remove'));
    await use.press(answer(page, 'Remove'));
    await page.getByText('No members yet.').waitFor();
  });

  test(`an API key is made, expired and deleted by ${use.name}`, async (t) => {
    const { server, page } = await signedIn(t);
    const who = (value) =>
      ask(server, 'GET', '/v1/whoami', { headers: bearer(value) }).then((one) => one.status);
    await page.goto(`/console/organizations/${acme}?tab=keys`);
    await use.press(button(page, 'Create API key'));
    await use.type(inDialog(page, 'Name'), 'Export');
    await use.check(inDialog(page, 'forms:read'));
    await use.press(answer(page, 'Save'));
    const box = page.getByRole('textbox', { name: 'API key', exact: true });
    const value = await box.inputValue();
    assert.match(await page.getByLabel('First request', { exact: true }).inputValue(), /^curl /);
    await use.press(page.getByRole('button', { name: 'Copy API key' }));
    await use.press(answer(page, 'Done'));
    await row(page, 'forms:read').waitFor();
    assert.equal(await page.getByText(value).count(), 0);
    assert.equal(await who(value), 200);
    await use.press(button(row(page, 'Export'), 'Usage'));
    await dialog(page).getByText('last 24 hours, on this node').waitFor();
    assert.match(await dialog(page).locator('.legend').innerText(), /uses\s+1\s+denials\s+0/);
    await use.press(answer(page, 'Close'));
    await use.press(button(row(page, 'Export'), 'Expire now'));
    await use.press(answer(page, 'Expire now'));
    await row(page, 'Expired').waitFor();
    assert.equal(await who(value), 401);
    await use.press(button(row(page, 'Export'), 'Delete'));
    await use.type(dialog(page).getByRole('textbox'), 'Export');
    await use.press(answer(page, 'Delete'));
    await page.getByText('No API keys yet.').waitFor();
  });
}

test('a member without a role is refused by the form and by the server', async (t) => {
  const { server, page } = await signedIn(t);
  await page.goto(`/console/organizations/${acme}?tab=members`);
  await button(page, 'Add member').click();
  await inDialog(page, 'Email').fill('gus@globex.example');
  await inDialog(page, '(member)').uncheck();
  await answer(page, 'Save').click();
  await dialog(page).getByText('Choose at least one.').waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await row(page, 'gus@globex.example').count(), 0);

  await button(row(page, 'ann@acme.example'), 'Roles').click();
  await dialog(page).getByText('At least one.').waitFor();
  for (const box of await dialog(page).getByRole('checkbox').all()) await box.uncheck();
  await answer(page, 'Save').click();
  await dialog(page).getByText('Choose at least one.').waitFor();

  const members = `/user_management/organization_memberships?organization_id=${acme}`;
  const [first] = (await ask(server, 'GET', members, { headers: key })).json.data;
  const refused = await ask(
    server,
    'PUT',
    `/user_management/organization_memberships/${first.id}`,
    { headers: { ...key, ...asJson }, body: JSON.stringify({ role_slugs: [] }) },
  );
  assert.equal(refused.status, 422);
  assert.deepEqual(refused.json.errors.map((error) => error.field), ['role_slugs']);
});

test('an edit that the server refuses is undone, and the form says why', async (t) => {
  const { page } = await signedIn(t);
  await page.goto(`/console/organizations/${acme}`);
  await button(head(page), 'Edit').click();
  await inDialog(page, 'Name').fill('Acme 2');
  await inDialog(page, 'External id').fill('ü');
  await answer(page, 'Save').click();
  await dialog(page).getByText('external_id').waitFor();
  assert.equal(await inDialog(page, 'Name').inputValue(), 'Acme 2');
  assert.equal(await inDialog(page, 'External id').getAttribute('aria-invalid'), 'true');
  await page.getByRole('heading', { name: 'Acme', exact: true }).waitFor({ state: 'attached' });
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'Acme', exact: true }).waitFor();
});

for (const use of drivers) {
  test(`a revoked session is signed out, and the own one is marked, by ${use.name}`, async (t) => {
    const { server, page } = await signedIn(t);
    const other = await openPage(t, server);
    await signIn(other);
    await other.getByText('You administer this environment.').waitFor();
    await use.press(link(page, 'Logins'));
    await use.press(link(page, 'boss@example.test'));
    await use.press(link(page, 'Sessions'));
    const foreign = row(page, '127.0.0.1').filter({ hasNotText: 'This session' });
    await use.press(button(foreign, 'Revoke'));
    await use.press(answer(page, 'Revoke'));
    await foreign.waitFor({ state: 'detached' });
    await other.reload();
    await other.waitForURL('**/sign-in?return_to=*');
    await page.reload();
    await row(page, 'This session').waitFor();
  });
}

test('a login is signed out everywhere', async (t) => {
  const { server, page } = await signedIn(t);
  const others = [await openPage(t, server), await openPage(t, server)];
  for (const other of others) {
    await signInTo(other, 'Acme', 'ann', 'correct horse battery staple');
    await other.getByText('You are signed in to Acme.').waitFor();
  }
  await page.goto('/console/logins/ann?tab=sessions');
  await row(page, '127.0.0.1').nth(1).waitFor();
  await button(head(page), 'Sign out everywhere').click();
  await answer(page, 'Sign out everywhere').click();
  await page.getByText('Every session ended.').waitFor();
  await page.reload();
  await page.getByText('No sessions yet.').waitFor();
  for (const other of others) {
    await other.reload();
    await other.waitForURL('**/sign-in?return_to=*');
  }
});

test('the sessions of a guest are reached from the members of its host', async (t) => {
  const { server, page } = await signedIn(t);
  const [{ id: user_id }] = await usersWith(server, 'gus@globex.example');
  const body = JSON.stringify({ user_id, organization_id: acme });
  const headers = { ...key, ...asJson };
  await ask(server, 'POST', '/user_management/organization_memberships', { headers, body });
  for (const organization of ['Acme', 'Globex']) {
    const other = await openPage(t, server);
    await signInTo(other, organization, 'gus', 'another long password');
    await other.getByText(`You are signed in to ${organization}.`).waitFor();
  }
  await page.goto(`/console/organizations/${acme}?tab=members`);
  await row(page, 'gus@globex.example').getByRole('link').click();
  await link(page, 'Sessions').click();
  await link(row(page, 'Revoke').first(), 'Globex').waitFor();
  await button(row(page, 'Acme'), 'Revoke').click();
  await answer(page, 'Revoke').click();
  await page.getByText('Session revoked.').waitFor();
  await row(page, 'Acme').waitFor({ state: 'detached' });
  await link(row(page, 'Revoke'), 'Globex').waitFor();
});

/**
 * Signs the administrator in without a browser. The returned function asks with the new session who
 * the caller is, and returns the status.
 */
async function sessionOfForm(server) {
  const form = await ask(server, 'GET', '/sign-in', { headers: { Accept: 'text/html' } });
  const csrf = /name="csrf" value="([^"]+)"/.exec(form.text)[1];
  const answer = await fetch(`${server.http}/sign-in`, {
    method: 'POST',
    headers: { Cookie: form.headers['set-cookie'].split(';')[0] },
    body: new URLSearchParams({ csrf, username: email, password }),
    redirect: 'manual',
  });
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  const token = cookies.find((one) => one.startsWith('bearward_csrf=')).split('=')[1];
  const headers = { Cookie: cookies.join('; '), 'X-CSRF-Token': token };
  return async () => (await ask(server, 'GET', '/v1/whoami', { headers })).status;
}

test('signing out everywhere ends the own session last, so all nine sessions end', async (t) => {
  const server = await start(t);
  await setUp(t, server);
  const page = await openPage(t, server);
  const others = [];
  for (let at = 0; at < 4; at++) others.push(await sessionOfForm(server));
  await signIn(page);
  await page.getByText('You administer this environment.').waitFor();
  for (let at = 0; at < 4; at++) others.push(await sessionOfForm(server));
  const statuses = () => Promise.all(others.map((status) => status()));
  assert.deepEqual(await statuses(), Array(8).fill(200));
  await page.goto(`/console/logins/${email}`);
  await button(head(page), 'Sign out everywhere').click();
  await answer(page, 'Sign out everywhere').click();
  await page.waitForURL('**/sign-in?return_to=*');
  assert.deepEqual(await statuses(), Array(8).fill(401));
});

test('filters of the logins are in the address, and the back button removes them', async (t) => {
  const { page } = await signedIn(t);
  await page.goto('/console/logins');
  await row(page, 'gus@globex.example').waitFor();
  await page.getByLabel('Email').fill('ann@acme.example');
  await page.keyboard.press('Enter');
  await row(page, 'gus@globex.example').waitFor({ state: 'detached' });
  assert.match(page.url(), /email=ann%40acme\.example/);
  await page.reload();
  await row(page, 'ann@acme.example').waitFor();
  assert.equal(await row(page, 'gus@globex.example').count(), 0);
  await page.goBack();
  await row(page, 'gus@globex.example').waitFor();
  await page.getByLabel('Organization').fill('Acme');
  await page.keyboard.press('Enter');
  await row(page, 'gus@globex.example').waitFor({ state: 'detached' });
  await row(page, 'ann@acme.example').waitFor();
});
