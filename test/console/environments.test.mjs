// Operators: the environments of the installation, and acting for another one: by mouse and by
// keyboard.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ask, bearer } from '../e2e/server.mjs';
import {
  checkEverywhere,
  checkPages,
  closeBrowser,
  email,
  openPage,
  settled,
  signedIn,
  signIn,
} from './browser.mjs';
import { answer, button, dialog, drivers, inDialog, link, row } from './drivers.mjs';

after(closeBrowser);

const demo = 'demo.workspan.com';
const headers = bearer('sk_test_0000000000000000000000000000');
const sandboxKey = bearer('sk_test_1111111111111111111111111111');
const read = async (server, target, as = headers) =>
  (await ask(server, 'GET', target, { headers: as })).json;

const menu = (page) => page.locator('summary').filter({ hasText: 'Change environment' });
const elsewhere = (page) => page.getByRole('region', { name: 'Another environment' });
const back = (page) => button(elsewhere(page), 'Return to your environment');
const shown = (page, name) => page.locator('header.top').getByText(name, { exact: true });

for (const use of drivers) {
  test(`an environment is created, changed and disabled by ${use.name}`, async (t) => {
    const { server, page } = await signedIn(t);
    await use.press(link(page, 'Environments'));
    await use.press(button(page, 'Create environment'));
    await use.type(inDialog(page, 'Name'), demo);
    await use.press(answer(page, 'Save'));
    await dialog(page).getByText('This environment exists already.').waitFor();
    await use.type(inDialog(page, 'Name'), '<b>staging</b>');
    await use.press(answer(page, 'Save'));
    const made = row(page, '<b>staging</b>');
    await made.getByText('Enabled').waitFor();
    const find = async () =>
      (await read(server, '/v1/environments')).data.find((one) => one.name === '<b>staging</b>');
    assert.equal((await find()).sandbox, false);

    await use.press(button(made, 'Edit'));
    await use.check(inDialog(page, 'Sandbox'));
    await use.press(answer(page, 'Save'));
    await made.getByText('Sandbox').waitFor();
    assert.equal((await find()).sandbox, true);

    await use.press(button(made, 'Disable'));
    await use.type(dialog(page).getByRole('textbox'), '<b>staging</b>');
    await use.press(answer(page, 'Disable'));
    await made.getByText('Disabled').waitFor();
    assert.equal((await find()).enabled, false);
    assert.equal(await button(made, 'Administer').count(), 0);
    await use.press(button(made, 'Enable'));
    await made.getByText('Enabled').waitFor();

    const own = row(page, 'production');
    assert.equal(await button(own, 'Administer').count(), 0);
    assert.equal(await button(own, 'Disable').count(), 0);
  });

  test(`an operator acts for another environment and returns by ${use.name}`, async (t) => {
    const { server, page } = await signedIn(t);
    await use.press(menu(page));
    await use.press(button(page, demo));
    await elsewhere(page).getByText(email).waitFor();
    await shown(page, demo).waitFor();
    assert.equal(await menu(page).count(), 0, 'it leads no further');
    assert.equal(await link(page, 'Environments').count(), 0);
    assert.equal(await button(page, 'Sign out').count(), 0);

    await use.press(link(page, 'Logins'));
    await elsewhere(page).waitFor();
    await use.press(button(page, 'Add login'));
    await use.type(inDialog(page, 'Email'), 'first@demo.example');
    await use.press(answer(page, 'Save'));
    await page.getByRole('heading', { name: 'first@demo.example' }).waitFor();
    assert.equal(await button(page, 'Set password').count(), 0);
    assert.equal(await button(page, 'Masquerade').count(), 0);
    const find = async (as) =>
      (await read(server, '/user_management/users?email=first@demo.example', as)).data.length;
    assert.deepEqual([await find(sandboxKey), await find(headers)], [1, 0]);
    const [created] = (await read(server, '/v1/events?type=user.created&limit=1', sandboxKey)).data;
    assert.equal(created.data.impersonator.name, email);

    await use.press(back(page));
    await page.waitForURL('**/console/environments');
    await settled(page);
    await menu(page).waitFor();
    assert.equal(await elsewhere(page).count(), 0);
    const ended = await read(server, '/v1/events?type=session.ended&limit=1', sandboxKey);
    assert.equal(ended.data.length, 1);
  });
}

test('the first administrator of an environment is made there, and no second one', async (t) => {
  const { page } = await signedIn(t);
  await page.goto('/console/environments');
  await button(row(page, demo), 'Administer').click();
  await elsewhere(page).waitFor();
  for (const name of ['first', 'second']) {
    await page.goto('/console/logins');
    await button(page, 'Add login').click();
    await inDialog(page, 'Email').fill(`${name}@demo.example`);
    await answer(page, 'Save').click();
    await page.getByRole('heading', { name: `${name}@demo.example` }).waitFor();
  }
  await page.goto('/console/settings?tab=administrators');
  for (const [name, said] of [
    ['first', 'Administrator added.'],
    ['second', 'makes only the first administrator'],
  ]) {
    await button(page, 'Add administrator').click();
    await inDialog(page, 'Login').fill(`${name}@demo.example`);
    await answer(page, 'Save').click();
    await page.getByText(said).waitFor();
  }
});

test('another tab keeps the own environment', async (t) => {
  const { page } = await signedIn(t);
  const own = await page.context().newPage();
  await own.goto('/console');
  await menu(page).click();
  await button(page, demo).click();
  await elsewhere(page).waitFor();
  await own.reload();
  await menu(own).getByText('production').waitFor();
  assert.equal(await elsewhere(own).count(), 0);
  await page.goto('/console/logins');
  await elsewhere(page).waitFor();

  await button(own, 'Sign out').click();
  await own.waitForURL('**/sign-in*');
  await page.goto('/console/logins');
  await page.waitForURL('**/sign-in*');
  await signIn(page);
  await menu(page).getByText('production').waitFor();
});

test('Escape closes the menu and returns the focus', async (t) => {
  const { page } = await signedIn(t);
  await menu(page).click();
  await button(page, demo).focus();
  await page.keyboard.press('Escape');
  await button(page, demo).waitFor({ state: 'hidden' });
  assert.ok(await menu(page).evaluate((element) => element === document.activeElement));
});

test('an administrator of another environment sees no other one', async (t) => {
  const { server, page: operator } = await signedIn(t);
  const secret = 'a rather long password';
  const login = { email: 'sandbox@demo.example', password: secret };
  const json = { ...sandboxKey, 'Content-Type': 'application/json' };
  const post = (target, body) =>
    ask(server, 'POST', target, { headers: json, body: JSON.stringify(body) });
  await post('/user_management/users', login);
  const added = await post('/v1/administrators', { user_id: login.email });
  assert.equal(added.status, 201);
  const { environment } = await read(server, '/v1/whoami', sandboxKey);
  const page = await openPage(t, server);
  await page.goto(`/sign-in?environment=${environment.id}`);
  await signIn(page, login.email, secret);
  await page.getByText('You administer this environment.').waitFor();
  await shown(page, demo).waitFor();
  assert.equal(await menu(page).count(), 0);
  assert.equal(await link(page, 'Environments').count(), 0);
  await page.goto('/console/environments');
  await page.getByText('This page is for administrators of the first environment.').waitFor();
  await menu(operator).waitFor();
});

test('the environments are accessible in both themes, narrow and wide', async (t) => {
  const { page } = await signedIn(t);
  await checkPages(page, ['/environments']);
  await page.setViewportSize({ width: 1440, height: 900 });
  await menu(page).click();
  await button(page, demo).waitFor();
  await checkEverywhere(page, 'the menu of environments');
  await page.setViewportSize({ width: 1440, height: 900 });
  await button(page, demo).click();
  await elsewhere(page).waitFor();
  await checkEverywhere(page, 'another environment');
});
