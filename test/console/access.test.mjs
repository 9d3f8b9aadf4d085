// Roles, permissions and feature flags, by mouse and by keyboard.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { ask, bearer, dataFolder, demo } from '../e2e/server.mjs';
import { closeBrowser, signedIn } from './browser.mjs';
import { answer, button, drivers, inDialog, link, row } from './drivers.mjs';

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
    await use.type(field('User'), 'ann@acme.example');
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

    await use.type(field('User'), 'missing@acme.example');
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
    await use.type(inDialog(page, 'Target'), acme);
    await use.press(answer(page, 'Save'));
    await row(page, acme).waitFor();
    assert.deepEqual(await on(), ['new-forms']);
    await use.press(button(row(page, acme), 'Remove'));
    await use.press(answer(page, 'Remove'));
    await page.getByText('No targets yet.').waitFor();
    assert.deepEqual(await on(), []);
    await use.press(button(page, 'Disable'));
    await use.press(answer(page, 'Disable'));
    await page.getByText('Disabled', { exact: true }).waitFor();
  });
}
