// API keys of the environment, objects with their Team Members, searched and ordered lists, and the
// exact time: by mouse and by keyboard.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ask, asJson, bearer } from '../e2e/server.mjs';
import {
  checkEverywhere,
  checkPages,
  closeBrowser,
  openPage,
  settled,
  signedIn,
  signIn,
} from './browser.mjs';
import { answer, button, dialog, drivers, inDialog, link, row } from './drivers.mjs';

after(closeBrowser);

const acme = 'org_01EHZNVPK3SFK441A1RGBFSHRT';
const headers = bearer('sk_test_0000000000000000000000000000');
const read = async (server, target) => (await ask(server, 'GET', target, { headers })).json;
const statusOf = async (server, value) =>
  (await ask(server, 'GET', '/v1/whoami', { headers: bearer(value) })).status;

for (const use of drivers) {
  test(`a key of the environment is made, expired and revoked by ${use.name}`, async (t) => {
    const { server, page } = await signedIn(t);
    await use.press(link(page, 'API keys'));
    await use.press(button(page, 'Create API key'));
    await use.type(inDialog(page, 'Description'), '<b>Billing</b>');
    await use.press(answer(page, 'Save'));
    await dialog(page).getByText('Choose at least one.').waitFor();
    await use.check(inDialog(page, 'Read events (events:read)'));
    await use.press(answer(page, 'Save'));
    const box = page.getByRole('textbox', { name: 'API key', exact: true });
    const value = await box.inputValue();
    assert.match(value, /^sk_live_/);
    await use.press(page.getByRole('button', { name: 'Copy API key' }));
    await use.press(answer(page, 'Done'));
    assert.equal(await page.getByText(value).count(), 0);
    const made = row(page, '<b>Billing</b>');
    await made.getByText('events:read').waitFor();
    assert.equal(await statusOf(server, value), 200);

    await use.press(button(made, 'Set expiry'));
    await inDialog(page, 'Expires').selectOption('');
    await use.press(answer(page, 'Save'));
    await made.getByText('never').nth(1).waitFor();
    assert.equal(await statusOf(server, value), 200);
    await use.press(button(made, 'Expire now'));
    const sent = page.waitForRequest((request) => request.method() === 'PATCH');
    await use.press(answer(page, 'Expire now'));
    const { expires_at: end } = (await sent).postDataJSON();
    assert.equal(Date.parse(end), 0, 'the clock of the browser does not matter');
    await made.getByText('Expired').waitFor();
    assert.equal(await statusOf(server, value), 401);
    assert.equal(await button(made, 'Set expiry').count(), 0);
    await use.press(button(made, 'Revoke'));
    await use.type(dialog(page).getByRole('textbox'), '<b>Billing</b>');
    await use.press(answer(page, 'Revoke'));
    await made.waitFor({ state: 'detached' });

    await use.press(link(page, 'Unused, of every owner'));
    await page.getByText('No unused keys yet.').waitFor();
  });

  test(`a team gets a member, another level, and loses it by ${use.name}`, async (t) => {
    const { server, page } = await signedIn(t);
    const deal = '/v1/objects/WS-Project_deal/members';
    const members = async () =>
      (await read(server, deal)).data.map(({ level, state, user_id }) => [level, state, user_id]);
    await use.press(link(page, 'Objects'));
    await use.press(link(page, 'Joint Cloud Deal'));
    const globex = row(page, 'Globex');
    await globex.getByText('viewer').waitFor();
    assert.equal(await button(row(page, 'owner'), 'Remove').count(), 0, 'the owner stays');
    await use.press(button(globex, 'Access level'));
    await inDialog(page, 'Access level').selectOption('collaborator');
    await use.press(answer(page, 'Save'));
    await page.getByText('Access level saved.').waitFor();
    await use.press(button(globex, 'Withdraw'));
    await use.press(answer(page, 'Withdraw'));
    await globex.waitFor({ state: 'detached' });
    const states = page.getByRole('navigation', { name: 'States of members' });
    await use.press(link(states, 'Withdrawn'));
    await use.press(button(globex, 'Accept'));
    await page.getByText('No withdrawn members yet.').waitFor();

    await use.press(link(states, 'Invited'));
    await use.press(button(page, 'Add member'));
    await use.type(inDialog(page, 'Organization'), acme);
    await use.type(inDialog(page, 'Email of a login'), 'gus@globex.example');
    await use.press(answer(page, 'Save'));
    await dialog(page).getByText('The organization has no such member.').waitFor();
    await use.type(inDialog(page, 'Email of a login'), 'ann@acme.example');
    await use.press(answer(page, 'Save'));
    const ann = row(page, 'ann@acme.example');
    await ann.waitFor();
    const id = 'user_01E4ZCR3C56J083X43JQXF3JK5';
    assert.deepEqual((await members()).toSorted(), [
      ['collaborator', 'accepted', null],
      ['owner', 'accepted', null],
      ['viewer', 'invited', id],
    ]);
    await use.press(button(ann, 'Remove'));
    await use.press(answer(page, 'Remove'));
    await page.getByText('No invited members yet.').waitFor();
    assert.equal((await members()).length, 2);
  });

  test(`lists are searched and ordered on the server by ${use.name}`, async (t) => {
    const { server, page } = await signedIn(t);
    for (const name of ['Zeta one', 'zeta two']) {
      const body = JSON.stringify({ name });
      await ask(server, 'POST', '/organizations', { headers: { ...headers, ...asJson }, body });
    }
    await use.press(link(page, 'Organizations'));
    await settled(page);
    await use.type(page.getByLabel('Search'), 'ZETA');
    await page.keyboard.press('Enter');
    await row(page, 'Acme').waitFor({ state: 'detached' });
    await row(page, 'Zeta one').waitFor();
    const names = () => page.locator('tbody td:first-child').allInnerTexts();
    assert.deepEqual(await names(), ['zeta two', 'Zeta one']);
    const created = page.getByRole('columnheader', { name: 'Created' });
    assert.equal(await created.getAttribute('aria-sort'), 'descending');
    await use.press(created.getByRole('button'));
    await page.waitForURL(/order=asc/);
    await page.waitForFunction(
      () => document.querySelector('tbody td')?.textContent === 'Zeta one',
    );
    assert.deepEqual(await names(), ['Zeta one', 'zeta two']);
    await page.reload();
    await settled(page);
    assert.deepEqual(await names(), ['Zeta one', 'zeta two'], 'the address has it all');
    assert.equal(await created.getAttribute('aria-sort'), 'ascending');

    await page.goto('/console/logins?search=DAN');
    await settled(page);
    assert.deepEqual(await names(), ['dan@acme.example']);
  });
}

test('a list that its usual filter leaves empty says so', async (t) => {
  const { page } = await signedIn(t, { apply: null });
  await page.goto('/console/objects');
  await page.getByText('No objects of this kind.').waitFor();
  await page.goto('/console/objects?kind=form');
  await page.getByText('Nothing matches the filter.').waitFor();
});

test('the exact time is shown on keyboard focus and on hover, and Escape hides it', async (t) => {
  const { page } = await signedIn(t);
  await page.goto('/console/organizations');
  await settled(page);
  const time = page.locator('time').first();
  const tooltip = page.getByRole('tooltip');
  assert.equal(await tooltip.count(), 0);
  const focused = () => time.evaluate((one) => one === document.activeElement);
  for (let at = 0; at < 100 && !(await focused()); at++) await page.keyboard.press('Tab');
  await tooltip.waitFor();
  assert.match(await tooltip.innerText(), /\d{4}.*\d:\d\d/);
  const described = await time.getAttribute('aria-describedby');
  assert.equal(described, await tooltip.getAttribute('id'));
  const [box, place] = [await time.boundingBox(), await tooltip.boundingBox()];
  const below = place.y - (box.y + box.height);
  assert.ok(below >= -1 && below < 20, `the tooltip is ${below} px below the time`);
  await page.keyboard.press('Escape');
  await tooltip.waitFor({ state: 'detached' });
  await page.keyboard.press('Tab');
  await page.locator('time').last().hover();
  await tooltip.waitFor();
});

test('the pages are accessible in both themes, narrow and wide', async (t) => {
  const { server } = await signedIn(t);
  const page = await openPage(t, server, { bypassCSP: true });
  await signIn(page);
  await page.waitForURL('**/console');
  await checkPages(page, [
    '/keys',
    '/keys?tab=unused&days=7',
    '/objects',
    '/objects?kind=form',
    '/objects/WS-Project_deal',
    '/objects/WS-Project_deal?tab=invited',
  ]);
  await page.locator('time').first().focus();
  await checkEverywhere(page, 'a time with its tooltip');
});
