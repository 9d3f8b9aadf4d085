// Roles, permissions and feature flags, by mouse and by keyboard.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { asJson, ask, bearer, dataFolder, demo } from '../e2e/server.mjs';
import { closeBrowser, settled, signedIn } from './browser.mjs';
import { answer, button, dialog, drivers, inDialog, link, row } from './drivers.mjs';

after(closeBrowser);

const acme = 'org_01EHZNVPK3SFK441A1RGBFSHRT';
const key = bearer('sk_test_0000000000000000000000000000');
const flag = `
[[feature_flags]]
slug = "new-forms"
name = "New forms"
enabled = false
default_value = false
`;

/** Starts a server with a feature flag, and signs an administrator in. */
async function withFlag(t) {
  const folder = dataFolder(t);
  const apply = path.join(path.dirname(folder), 'world.toml');
  writeFileSync(apply, readFileSync(demo, 'utf8') + flag);
  return signedIn(t, { data: folder, apply });
}

const read = async (server, target) => (await ask(server, 'GET', target, { headers: key })).json;

for (const use of drivers) {
  test(`a permission and a role are made and joined in the matrix by ${use.name}`, async (t) => {
    const { server, page } = await withFlag(t);
    await use.press(link(page, 'Permissions'));
    await use.press(button(page, 'Create permission'));
    await use.type(inDialog(page, 'Slug'), 'papers:read');
    await use.type(inDialog(page, 'Name'), 'Read reports');
    await use.press(answer(page, 'Save'));
    await row(page, 'papers:read').waitFor();
    await use.press(button(row(page, 'papers:read'), 'Edit'));
    await use.type(inDialog(page, 'Description'), 'Reports of every kind');
    await use.press(answer(page, 'Save'));
    await row(page, 'Reports of every kind').waitFor();

    await use.press(link(page, 'Roles'));
    await use.press(button(page, 'Create role'));
    await use.type(inDialog(page, 'Slug'), 'reader');
    await use.type(inDialog(page, 'Name'), 'Reader');
    await use.press(answer(page, 'Save'));
    await row(page, 'Reader').waitFor();
    await use.press(button(row(page, 'Reader'), 'Permissions'));
    await use.check(inDialog(page, 'forms:read'));
    await use.press(answer(page, 'Save'));
    await page.getByText('Permissions saved.').waitFor();

    await use.press(link(page, 'Matrix'));
    const cell = page.getByLabel('papers:read for reader');
    await use.check(cell);
    await page.getByText('Reader: papers:read added.').waitFor();
    const role = await read(server, '/authorization/roles/reader');
    assert.deepEqual(role.permissions.sort(), ['forms:read', 'papers:read']);
    await page.reload();
    assert.ok(await cell.isChecked());

    await use.press(link(page, 'Permissions'));
    await use.press(button(row(page, 'papers:read'), 'Delete'));
    await use.press(answer(page, 'Delete'));
    await row(page, 'papers:read').waitFor({ state: 'detached' });
    assert.equal(await button(row(page, 'users:manage'), 'Delete').count(), 0);
  });

  test(`what a user would be allowed is asked by ${use.name}`, async (t) => {
    const { page } = await withFlag(t);
    const field = (name) => page.locator('form.panel').getByLabel(name, { exact: true });
    const verdict = (text) => page.getByRole('heading', { name: text, exact: true }).waitFor();
    const permission = (slug) => page.locator('form.panel').getByLabel(slug);
    await use.press(link(page, 'Roles'));
    await use.press(link(page, 'Would it be allowed?'));
    await use.type(field('Login'), 'ann@acme.example');
    await use.type(field('Organization'), acme);
    const submit = button(page, 'Would this be allowed?');
    await use.press(submit);
    await page.getByText('Choose at least one.').waitFor();
    await use.check(permission('forms:read'));
    await use.press(submit);
    await verdict('Allowed');
    await row(page, 'forms:read').getByText('planner').waitFor();

    // The answer goes when the question changes.
    await use.check(permission('calls:write'));
    assert.equal(await page.getByText('Roles in the organization').count(), 0);
    await use.press(submit);
    await verdict('Refused');
    await page.getByText('Missing: calls:write').waitFor();
    await row(page, 'forms:read').getByText('Allowed').waitFor();
    await row(page, 'calls:write').getByText('Refused').waitFor();

    await use.type(field('Login'), 'missing@acme.example');
    await use.press(submit);
    await page.getByText('No login has the email missing@acme.example.').waitFor();

    await page.goto('/console/logins/ann?tab=access');
    await field('Organization').selectOption(acme);
    await use.check(permission('forms:read'));
    await use.press(submit);
    await verdict('Allowed');
    await row(page, 'forms:read').getByText('planner').waitFor();
  });

  test(`a feature flag is enabled and aimed at an organization by ${use.name}`, async (t) => {
    const { server, page } = await withFlag(t);
    const on = async () =>
      (await read(server, `/organizations/${acme}/feature-flags`)).data.map((one) => one.slug);
    await use.press(link(page, 'Feature flags'));
    await use.press(button(row(page, 'New forms'), 'Enable'));
    await page.getByText('Enabled', { exact: true }).waitFor();
    await use.press(link(page, 'New forms'));
    assert.deepEqual(await on(), []);
    await use.press(button(page, 'Add target'));
    await use.type(inDialog(page, 'Target'), 'Acme');
    await use.press(answer(page, 'Save'));
    await link(row(page, acme), 'Acme').waitFor();
    assert.deepEqual(await on(), ['new-forms']);
    await use.press(button(page, 'Add target'));
    await use.type(inDialog(page, 'Target'), 'gus@globex.example');
    await use.press(answer(page, 'Save'));
    await link(row(page, 'login'), 'gus@globex.example').waitFor();
    await use.press(button(row(page, 'login'), 'Remove'));
    await dialog(page).getByText('Remove gus@globex.example from the targets?').waitFor();
    await use.press(answer(page, 'Remove'));
    await row(page, 'login').waitFor({ state: 'detached' });
    await use.press(button(row(page, acme), 'Remove'));
    await use.press(answer(page, 'Remove'));
    await page.getByText('No targets yet.').waitFor();
    assert.deepEqual(await on(), []);
    await use.press(button(page, 'Disable'));
    await use.press(answer(page, 'Disable'));
    await page.getByText('Disabled', { exact: true }).waitFor();
  });
}

/** Creates rows of the API, and returns their ids. */
async function make(server, target, bodies) {
  const ids = [];
  for (const body of bodies) {
    const headers = { ...key, ...asJson };
    const made = await ask(server, 'POST', target, { headers, body: JSON.stringify(body) });
    assert.ok(made.status < 300, `${target}: ${made.status}`);
    ids.push(made.json?.id);
  }
  return ids;
}

test('the targets of a flag have pages, names and a filter by name', async (t) => {
  const { server, page } = await withFlag(t);
  const names = Array.from({ length: 30 }, (_, number) => `Customer ${number}`);
  const ids = await make(server, '/organizations', names.map((name) => ({ name })));
  for (const id of [acme, ...ids]) {
    await make(server, `/feature-flags/new-forms/targets/${id}`, [{}]);
  }
  await page.goto('/console/flags/new-forms');
  await settled(page);
  const shown = () => page.locator('tbody tr td:first-child').allInnerTexts();
  const first = await shown();
  assert.equal(first.length, 25);
  await button(page, 'Next').click();
  await page.waitForURL(/after=/);
  await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 6);
  assert.deepEqual([...first, ...(await shown())].sort(), ['Acme', ...names].sort());
  assert.ok(await button(page, 'Next').isDisabled());
  await button(page, 'Previous').click();
  await page.waitForURL(/before=/);
  await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 25);
  assert.deepEqual(await shown(), first);

  await page.getByLabel('Organization or login').fill('Customer 29');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 1);
  assert.deepEqual(await shown(), ['Customer 29']);
});

test('a name that two organizations have chooses neither of them', async (t) => {
  const { server, page } = await withFlag(t);
  const [, newer] = await make(server, '/organizations', [{ name: 'Twin' }, { name: 'Twin' }]);
  await page.goto('/console/flags/new-forms');
  await button(page, 'Add target').click();
  await inDialog(page, 'Target').fill('Twin');
  await answer(page, 'Save').click();
  await dialog(page).getByRole('alert').waitFor();
  assert.equal(await inDialog(page, 'Target').inputValue(), 'Twin');
  await inDialog(page, 'Target').fill(newer);
  await answer(page, 'Save').click();
  await row(page, newer).waitFor();
  assert.equal(await row(page, 'Twin').count(), 1);
});

test('roles are searched by name and slug on the server', async (t) => {
  const { server, page } = await withFlag(t);
  const own = `/authorization/organizations/${acme}/roles`;
  await make(server, '/authorization/roles', [{ slug: 'zebra-keeper', name: 'Night keeper' }]);
  await make(server, own, [{ slug: 'org-zebra', name: 'Night lead' }]);
  for (const [at, found] of [
    ['/roles?', ['zebra-keeper']],
    [`/organizations/${acme}?tab=roles&`, ['org-zebra', 'zebra-keeper']],
  ]) {
    await page.goto(`/console${at}search=NIGHT`);
    await settled(page);
    const slugs = await page.locator('tbody tr td:nth-child(2)').allInnerTexts();
    assert.deepEqual(slugs.sort(), found, at);
    await page.getByLabel('Search').fill('planner');
    await page.keyboard.press('Enter');
    await row(page, 'zebra-keeper').waitFor({ state: 'detached' });
    await row(page, 'planner').waitFor();
  }
});
