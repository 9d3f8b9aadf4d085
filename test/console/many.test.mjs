// Lists and choices with more rows than one page of the API has: names, suggestions, choices,
// searches and the pages of Team Members.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask, asJson, bearer } from '../e2e/server.mjs';
import { closeBrowser, settled, signedIn } from './browser.mjs';
import { answer, button, dialog, inDialog, keyboard, link, row } from './drivers.mjs';

const acme = 'org_01EHZNVPK3SFK441A1RGBFSHRT';
const deal = '/v1/objects/WS-Project_deal/members';
const headers = { ...bearer('sk_test_0000000000000000000000000000'), ...asJson };
const more = 110;

let server;
let page;
const customers = [];
let finish;

async function made(method, target, body) {
  const answer = await ask(server, method, target, { headers, body: JSON.stringify(body) });
  assert.ok(answer.status < 300, `${target}: ${answer.status}`);
  return answer.json;
}

// The tests read the same rows, so one server has them all.
before(async () => {
  const ends = [];
  finish = async () => {
    for (const end of ends.toReversed()) await end();
  };
  ({ server, page } = await signedIn({ after: (end) => ends.push(end) }));
  for (let number = 0; number < more; number++) {
    const { id } = await made('POST', '/organizations', { name: `Customer ${number}` });
    customers.push(id);
    const slug = `many${number}:read`;
    await made('POST', '/authorization/permissions', { slug, name: `Many ${number}` });
  }
  for (const organization_id of customers.slice(0, 30)) {
    await made('PUT', deal, { organization_id, level: 'viewer' });
  }
});
after(async () => {
  await finish?.();
  await closeBrowser();
});

test('the oldest of many organizations is named as the owner of rows', async () => {
  await page.goto('/console/objects');
  await settled(page);
  await link(row(page, 'Joint Cloud Deal'), 'Acme').waitFor();
  await link(page, 'Joint Cloud Deal').click();
  await page.getByRole('heading', { name: 'Team Members' }).waitFor();
  await link(page.locator('dl'), 'Acme').waitFor();
});

test('objects are searched by name on the server', async () => {
  await page.goto('/console/objects?search=JOINT');
  await settled(page);
  await row(page, 'Joint Cloud Deal').waitFor();
  await page.goto('/console/objects?search=cloud');
  await page.getByText('Nothing matches the filter.').waitFor();
});

test('Team Members have pages, with the name of every organization', async () => {
  await page.goto('/console/objects/WS-Project_deal');
  await row(page, 'viewer').first().waitFor();
  const shown = async () => page.locator('tbody tr td:first-child').allInnerTexts();
  const first = await shown();
  assert.equal(first.length, 25);
  await button(page, 'Next').click();
  await page.waitForURL(/after=/);
  await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 7);
  const all = [...first, ...(await shown())];
  assert.equal(new Set(all).size, 32, 'the owner, Globex and 30 customers');
  assert.deepEqual(all.filter((name) => name.startsWith('org_')), []);
});

test('every one of many permissions is found by the server and can be chosen', async () => {
  await page.goto('/console/keys');
  await button(page, 'Create API key').click();
  await inDialog(page, `Many ${more - 1} (many${more - 1}:read)`).check();
  const first = inDialog(page, 'Many 0 (many0:read)');
  assert.equal(await first.count(), 0, 'it is not among the first 100');
  const filter = inDialog(page, 'Filter permissions');
  await filter.fill('MANY0:');
  await first.check();
  await dialog(page).getByText('1 shown.').waitFor();
  await filter.fill('none of them');
  await dialog(page).getByText('Nothing matches the filter.').waitFor();
  await filter.fill('');
  assert.ok(await first.isChecked(), 'what was found stays');
  await dialog(page).getByText('(2 chosen)').waitFor();
  await page.keyboard.press('Escape');
});

test('all of many permissions are shown page by page, by keyboard', async () => {
  await page.goto('/console/keys');
  await button(page, 'Create API key').click();
  const boxes = dialog(page).getByRole('checkbox');
  await boxes.first().waitFor();
  const shown = await boxes.count();
  await keyboard.press(answer(page, 'Show more'));
  await inDialog(page, 'Many 0 (many0:read)').waitFor();
  await answer(page, 'Show more').waitFor({ state: 'detached' });
  await page.keyboard.press('Tab');
  assert.ok(await boxes.nth(shown).evaluate((box) => box === document.activeElement));
  await page.keyboard.press('Escape');
});

test('a permission that a role has stays, also where it is not among the first', async () => {
  const api = '/authorization/roles';
  await made('POST', api, { slug: 'collector', name: 'Collector' });
  await made('PUT', `${api}/collector/permissions`, { permissions: ['many0:read'] });
  await page.goto('/console/roles?search=collector');
  await button(row(page, 'Collector'), 'Permissions').click();
  assert.ok(await inDialog(page, 'many0:read').isChecked());
  await inDialog(page, 'Filter permissions').fill('many1:');
  await page.keyboard.press('Enter');
  await inDialog(page, 'Many 1 (many1:read)').check();
  await answer(page, 'Save').click();
  await page.getByText('Permissions saved.').waitFor();
  const role = await ask(server, 'GET', `${api}/collector`, { headers });
  assert.deepEqual(role.json.permissions.toSorted(), ['many0:read', 'many1:read']);
});

test('a typed name suggests the oldest of many organizations', async () => {
  await page.goto('/console/applications');
  await button(page, 'Create Application User').click();
  await inDialog(page, 'Organization').pressSequentially('acm');
  const suggested = dialog(page).locator(`datalist option[value="${acme}"]`);
  await suggested.waitFor({ state: 'attached' });
  assert.equal(await dialog(page).locator('datalist option').count(), 1);
  await page.keyboard.press('Escape');
});

test('a filter takes the name of the oldest of many organizations', async () => {
  await page.goto('/console/applications');
  await settled(page);
  await page.getByLabel('Organization').fill('Acme');
  await page.keyboard.press('Tab');
  await page.waitForURL(new RegExp(`organization_id=${acme}`));
  await row(page, 'CRM Link').waitFor();
  await page.getByLabel('Search').fill('REPORT');
  await page.keyboard.press('Enter');
  await row(page, 'CRM Link').waitFor({ state: 'detached' });
  await row(page, 'Report Export API').waitFor();
});
