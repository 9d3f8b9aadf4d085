// The focus, and what a screen reader says: both follow what a person does.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeBrowser, signedIn } from './browser.mjs';
import { answer, button, dialog, inDialog, keyboard, link, row } from './drivers.mjs';
import { acme, send } from './partners.mjs';

after(closeBrowser);

const hasFocus = (target) => target.evaluate((element) => element === document.activeElement);

test('the focus stays in a list at its next page and after its last row is gone', async (t) => {
  const { server, page } = await signedIn(t);
  // One more than a page has: the second page has the first group alone.
  for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
    await send(server, 'POST', `/organizations/${acme}/groups`, { name: `Team ${letter}` });
  }
  await page.goto(`/console/organizations/${acme}?tab=groups`);
  await keyboard.press(button(page, 'Next'));
  await row(page, 'Team A').waitFor();
  assert.ok(await hasFocus(page.getByRole('group', { name: 'Groups', exact: true })));

  await keyboard.press(button(row(page, 'Team A'), 'Delete'));
  await keyboard.press(answer(page, 'Delete'));
  await row(page, 'Team Z').waitFor();
  assert.ok(await hasFocus(page.getByRole('region', { name: 'Table of groups' })));
  assert.equal(await page.getByRole('row').count(), 26, 'the head and the first page');
});

test('a list whose cursor is gone shows its first page', async (t) => {
  const { server, page } = await signedIn(t);
  await send(server, 'POST', `/organizations/${acme}/groups`, { name: 'Team' });
  await page.goto(`/console/organizations/${acme}?tab=groups&after=group_gone`);
  await row(page, 'Team').waitFor();
  await page.goto('/console/emails?before=mail_gone');
  await page.getByText('No emails yet.').waitFor();
});

test('the focus moves into the page to which a link in a list leads', async (t) => {
  const { page } = await signedIn(t);
  await page.goto('/console/organizations');
  await keyboard.press(link(page, 'Acme'));
  await page.getByRole('heading', { name: 'Acme' }).waitFor();
  assert.ok(await hasFocus(page.getByRole('main')));
});

test('why a field is refused is said, and describes the field', async (t) => {
  const { page } = await signedIn(t);
  await page.goto('/console/log-streams');
  await button(page, 'Add stream').click();
  await inDialog(page, 'Name').fill('Inside');
  await dialog(page).getByLabel('Target').selectOption('https_json');
  await inDialog(page, 'URL').fill('https://10.0.0.1/');
  await answer(page, 'Save').click();
  const why = dialog(page).getByRole('alert');
  await why.waitFor();
  const described = await inDialog(page, 'URL').getAttribute('aria-describedby');
  assert.equal(described, await why.getAttribute('id'));
  assert.equal(await inDialog(page, 'URL').inputValue(), 'https://10.0.0.1/');
});
