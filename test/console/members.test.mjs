// The console for members of an organization, by the built-in roles: each sees what the API allows
// and nothing that it refuses.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { ask, bearer, dataFolder, start } from '../e2e/server.mjs';
import {
  checkEverywhere,
  checkPages,
  closeBrowser,
  openPage,
  settled,
  signIn,
  signInTo,
} from './browser.mjs';
import { answer, button, dialog, drivers, head, inDialog, link, row } from './drivers.mjs';

after(closeBrowser);

const secret = 'a rather long password';
const key = bearer('sk_test_2222222222222222222222222222');
const people = { none: [], viewer: ['viewer'], manager: ['manager'], admin: ['admin'] };

const user = ([name, roles]) => `
[[users]]
username = "${name}"
email = "${name}@initrode.example"
password = "${secret}"
memberships = [{ organization = "Initrode", roles = ${JSON.stringify(roles)} }]
`;

const world = `
[[environments]]
name = "production"
[[api_keys]]
environment = "production"
value = "sk_test_2222222222222222222222222222"
[[organizations]]
name = "Initrode"
id = "org_initrode"
[[organizations]]
name = "Other"
[[access_profiles]]
name = "Loaders"
allows = ["*:write"]
[[applications]]
name = "Printer"
organization = "Initrode"
client_id = "WS-ApplicationUser_printer"
client_secret = "0123456789abcdef0123456789abcdef"
access_profile = "ObjectRead"
${Object.entries(people).map(user).join('')}`;

/** Starts a server with the world, and signs one of the people in. */
async function enter(t, name, options = {}) {
  const data = dataFolder(t);
  const apply = path.join(path.dirname(data), 'world.toml');
  writeFileSync(apply, world);
  const server = await start(t, { data, apply });
  const page = await openPage(t, server, options);
  await signIn(page, name, secret);
  await page.getByText('You are signed in to Initrode.').waitFor();
  return { server, page };
}

/** sectionOf is the page and the section of a link, without filters and operations. */
function sectionOf(href) {
  const { pathname, searchParams } = new URL(href, 'http://console');
  const tab = searchParams.get('tab');
  return tab ? `${pathname}?tab=${tab}` : pathname;
}

const linksOf = (page) =>
  page
    .locator('a[href^="/console"]')
    .evaluateAll((links) => links.map((one) => one.getAttribute('href')));

/** Opens the dialogs that only ask for values, and closes them. */
async function openForms(page) {
  const forms = page.locator('main').getByRole('button', {
    name: /^(Create|Add|Invite|Edit|Roles|Permissions|Set)\b/,
  });
  for (let at = 0; at < (await forms.count()); at++) {
    await forms.nth(at).click();
    await dialog(page).waitFor();
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'detached' });
  }
}

for (const name of Object.keys(people)) {
  test(`no link and no form of a member with the role ${name} is refused`, async (t) => {
    const { server, page } = await enter(t, name);
    await ask(server, 'POST', '/organizations/org_initrode/groups', {
      headers: { ...key, 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: 'Printers' }),
    });
    const refused = [];
    page.on('response', (response) => {
      if (response.status() === 403) refused.push(response.url());
    });
    const seen = new Set(['/console']);
    for (const target of seen) {
      await page.goto(target);
      await settled(page);
      // No built-in role has users:masquerade.
      assert.equal(await page.getByRole('button', { name: 'Masquerade' }).count(), 0, target);
      await openForms(page);
      for (const found of await linksOf(page)) seen.add(sectionOf(found));
    }
    assert.deepEqual(refused, []);
    const opened = (target) => [...seen].some((one) => one.startsWith(`/console${target}`));
    assert.ok(opened('/company'));
    assert.equal(opened('/events'), name !== 'none');
    assert.equal(opened('/company?tab=groups'), name !== 'none');
    assert.equal(opened('/applications/app_'), name === 'manager' || name === 'admin');
    assert.equal(opened('/company?tab=keys'), name === 'admin');
    const manages = name === 'manager' || name === 'admin';
    assert.equal(opened('/company?tab=invitations'), manages);
    assert.equal(
      [...seen].some((one) => /^\/console\/logins\/.*tab=sessions$/.test(one)),
      manages,
    );
    assert.ok(!opened('/organizations/org_initrode?') && !opened('/settings'));
  });
}

test('a page that the caller may not open says what it needs', async (t) => {
  const { page } = await enter(t, 'viewer');
  await page.goto('/console/organizations');
  await page.getByText('This page is for administrators of the environment.').waitFor();
  await page.goto('/console/applications');
  await page.getByText('This page needs the permission applications:manage').waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Page' }).fill('applications');
  await page.getByRole('option', { name: 'My company' }).waitFor();
  assert.equal(await page.getByRole('option', { name: 'Application Users' }).count(), 0);
});

const tokenOf = (server, id, value) =>
  fetch(`${server.http}/oauth2/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(`${id}:${value}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  }).then((response) => response.status);

/** Copies the secret of the open dialog and closes it. */
async function takeSecret(use, page) {
  const box = page.getByRole('textbox', { name: 'Client secret', exact: true });
  const value = await box.inputValue();
  await use.press(button(page, 'Copy Client secret'));
  await use.press(answer(page, 'Done'));
  return value;
}

for (const use of drivers) {
  test(`a company makes and ends an Application User by ${use.name}`, async (t) => {
    const { server, page } = await enter(t, 'admin');
    await use.press(page.locator('summary').filter({ hasText: 'Profile' }));
    await use.press(link(page, 'My Company Profile'));
    await page.getByRole('heading', { name: 'Initrode' }).waitFor();
    const sections = page.getByRole('navigation', { name: 'Sections of the organization' });
    await use.press(link(sections, 'Applications'));
    const tabs = page.getByRole('navigation', { name: 'Applications', exact: true });
    await use.press(link(tabs, 'Application Users'));
    await use.press(button(page, 'Create Application User'));
    await use.type(inDialog(page, 'Name'), 'Report Export API');
    await inDialog(page, 'Security Profile').getByText('Loaders').waitFor({ state: 'attached' });
    await inDialog(page, 'Security Profile').selectOption('ObjectRead');
    await use.press(answer(page, 'Save'));
    const id = await page.getByLabel('Client id', { exact: true }).inputValue();
    const first = await takeSecret(use, page);
    assert.equal(await tokenOf(server, id, first), 200);

    await use.press(link(page, 'Report Export API'));
    await page.getByRole('heading', { name: 'Report Export API' }).waitFor();
    await use.press(button(page, 'Copy Application User ID'));
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), id);
    await use.press(button(page, 'Add secret'));
    await use.press(answer(page, 'Save'));
    const second = await takeSecret(use, page);
    assert.equal(await tokenOf(server, id, first), 200, 'it expires in a day');
    await use.press(button(row(page, `...${second.slice(-4)}`), 'Remove'));
    await use.press(answer(page, 'Remove'));
    await page.getByText('Secret removed.').waitFor();
    assert.equal(await tokenOf(server, id, second), 401);
    await use.press(button(head(page), 'Reset secret'));
    await use.press(answer(page, 'Reset secret'));
    const third = await takeSecret(use, page);
    assert.equal(await tokenOf(server, id, first), 401);
    assert.equal(await tokenOf(server, id, third), 200);

    await use.press(button(head(page), 'Disable'));
    await use.press(answer(page, 'Disable'));
    await page.getByText('Disabled', { exact: true }).waitFor();
    assert.equal(await tokenOf(server, id, third), 401);
    await use.press(button(head(page), 'Delete'));
    assert.ok(await answer(page, 'Delete').isDisabled());
    await use.type(dialog(page).getByRole('textbox'), 'Report Export API');
    await use.press(answer(page, 'Delete'));
    await page.getByRole('heading', { name: 'Application Users' }).waitFor();
    assert.equal(await row(page, 'Report Export API').count(), 0);
  });
}

const statesOf = async (server, email) =>
  (
    await ask(server, 'GET', `/user_management/invitations?email=${email}`, { headers: key })
  ).json.data.map((one) => one.state);

for (const use of drivers) {
  test(`an administrator of a company runs it by ${use.name}`, async (t) => {
    const { server, page } = await enter(t, 'admin');
    await page.goto('/console/company?tab=members');
    await use.press(button(page, 'Invite member'));
    await use.type(inDialog(page, 'Email'), 'nia@initrode.example');
    await inDialog(page, 'Role').selectOption('viewer');
    await use.press(answer(page, 'Save'));
    await page.getByText('Invitation sent.').waitFor();
    const sections = page.getByRole('navigation', { name: 'Sections of the organization' });
    await use.press(link(sections, 'Invitations'));
    await row(page, 'nia@initrode.example').getByText('viewer').waitFor();
    await use.press(button(row(page, 'nia@initrode.example'), 'Send again'));
    await page.getByText('Invitation sent again.').waitFor();
    await use.press(button(row(page, 'nia@initrode.example'), 'Revoke'));
    await use.press(answer(page, 'Revoke'));
    await page.getByText('Invitation revoked.').waitFor();
    assert.deepEqual(await statesOf(server, 'nia@initrode.example'), ['revoked']);

    await use.press(link(sections, 'API keys'));
    await use.press(button(page, 'Create API key'));
    await use.type(inDialog(page, 'Name'), 'Nightly');
    await use.check(inDialog(page, 'events:read'));
    await use.press(answer(page, 'Save'));
    const value = await page.getByRole('textbox', { name: 'API key', exact: true }).inputValue();
    await use.press(button(page, 'Copy API key'));
    await use.press(answer(page, 'Done'));
    const who = () => ask(server, 'GET', '/v1/whoami', { headers: bearer(value) });
    assert.deepEqual((await who()).json.permissions, ['events:read']);
    await use.press(button(row(page, 'Nightly'), 'Expire now'));
    await use.press(answer(page, 'Expire now'));
    await page.getByText('API key expired.').waitFor();
    assert.equal((await who()).status, 401);

    const viewer = await openPage(t, server);
    await signIn(viewer, 'viewer', secret);
    await viewer.getByText('You are signed in to Initrode.').waitFor();
    await use.press(link(sections, 'Members'));
    await use.press(link(page, 'viewer@initrode.example'));
    await use.press(link(page, 'Sessions'));
    await use.press(button(row(page, 'Revoke'), 'Revoke'));
    await use.press(answer(page, 'Revoke'));
    await page.getByText('Session revoked.').waitFor();
    await viewer.goto('/console/me');
    await viewer.waitForURL('**/sign-in?*');
  });
}

for (const use of drivers) {
  test(`a member without permissions manages its own account by ${use.name}`, async (t) => {
    const { server, page } = await enter(t, 'none');
    const elsewhere = await openPage(t, server);
    await signIn(elsewhere, 'none', secret);
    await elsewhere.getByText('You are signed in to Initrode.').waitFor();
    await use.press(page.locator('summary').filter({ hasText: 'Profile' }));
    await use.press(link(page, 'My profile'));
    await page.getByRole('heading', { name: 'none' }).waitFor();
    await use.press(button(page, 'Generate'));
    await use.press(answer(page, 'Generate'));
    await page.getByText('API token generated. Copy it now.').waitFor();
    const token = await page.getByRole('textbox', { name: 'API token' }).inputValue();
    await use.press(button(page, 'Copy API token'));
    const who = await ask(server, 'GET', '/v1/whoami', { headers: { 'X-Api-Key': token } });
    assert.equal(who.json.name, 'none');

    const sections = page.getByRole('navigation', { name: 'Sections of your profile' });
    await use.press(link(sections, 'Sessions'));
    await row(page, 'This session').waitFor();
    const other = row(page, 'Revoke').filter({ hasNotText: 'This session' });
    await use.press(button(other, 'Revoke'));
    await use.press(answer(page, 'Revoke'));
    await page.getByText('Session revoked.').waitFor();
    await elsewhere.goto('/console/me');
    await elsewhere.waitForURL('**/sign-in?*');

    await use.press(button(head(page), 'Change password'));
    await use.type(inDialog(page, 'Current password'), 'a wrong password');
    await use.type(inDialog(page, 'New password'), 'another long password');
    await use.press(answer(page, 'Save'));
    await dialog(page).getByText('`current_password` is not the current password.').waitFor();
    await use.type(inDialog(page, 'Current password'), secret);
    await use.press(answer(page, 'Save'));
    await page.waitForURL('**/sign-in?*');
    await signIn(page, 'none', 'another long password');
    await page.getByRole('heading', { name: 'none' }).waitFor();
  });
}

/** Adds a login of another organization to the company, and returns its id. */
async function addGuest(server) {
  const headers = { ...key, 'Content-Type': 'application/json' };
  const send = async (target, body) =>
    (await ask(server, 'POST', target, { headers, body: JSON.stringify(body) })).json;
  const list = await ask(server, 'GET', '/organizations?search=other', { headers: key });
  const email = 'gwen@other.example';
  const { id } = await send('/user_management/users', { email, password: secret });
  for (const organization_id of [list.json.data[0].id, 'org_initrode']) {
    const membership = { user_id: id, organization_id, role_slug: 'viewer' };
    await send('/user_management/organization_memberships', membership);
  }
  return id;
}

for (const use of drivers) {
  test(`the sessions of a guest are reached from the members by ${use.name}`, async (t) => {
    const { server, page } = await enter(t, 'admin');
    const id = await addGuest(server);
    const [there, here] = [await openPage(t, server), await openPage(t, server)];
    await signInTo(there, 'Other', 'gwen@other.example', secret);
    await there.getByText('You are signed in to Other.').waitFor();
    await signInTo(here, 'Initrode', 'gwen@other.example', secret);
    await here.getByText('You are signed in to Initrode.').waitFor();

    await page.goto('/console/company?tab=members');
    await use.press(link(page, 'gwen@other.example'));
    await page.getByRole('heading', { name: 'gwen@other.example' }).waitFor();
    await page.getByText('A guest: its password').waitFor();
    assert.equal(await head(page).getByRole('button').count(), 0, 'no action on the login');
    const sessions = row(page, 'Revoke');
    await sessions.waitFor();
    assert.equal(await sessions.count(), 1, 'none of another organization');
    await use.press(button(sessions, 'Revoke'));
    await use.press(answer(page, 'Revoke'));
    await page.getByText('Session revoked.').waitFor();
    await here.goto('/console/me');
    await here.waitForURL('**/sign-in?*');
    await there.goto('/console/me');
    await there.getByRole('heading', { name: 'gwen@other.example' }).waitFor();
    await page.goto(`/console/logins/${id}x`);
    await page.getByText('Your organization has no such member.').waitFor();
  });
}

test('the company page is accessible in both themes, narrow and wide', async (t) => {
  const { server, page } = await enter(t, 'admin', { bypassCSP: true });
  const guest = await addGuest(server);
  const tabs = ['members', 'invitations', 'keys', 'domains', 'roles', 'groups'];
  await checkPages(page, ['/company', ...tabs.map((tab) => `/company?tab=${tab}`), '/settings']);
  await checkPages(page, ['/me', '/me?tab=sessions', `/logins/${guest}`]);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.locator('summary').filter({ hasText: 'Profile' }).click();
  await checkEverywhere(page, 'the profile menu');
});
