// The look of the sign-in pages, as an administrator sets it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { ask, bearer, root } from '../e2e/server.mjs';
import { checkAccessible, closeBrowser, openPage, settled, signedIn } from './browser.mjs';
import { button, keyboard } from './drivers.mjs';
import { mailbox, received } from './mailbox.mjs';

after(closeBrowser);

const png = readFileSync(path.join(root, 'src/model/corpus/png/01'));
const file = (name, mimeType, buffer) => ({ name, mimeType, buffer: Buffer.from(buffer) });

async function openLook(page) {
  await page.goto('/console/settings?tab=look');
  await settled(page);
}
const save = (page) => page.getByRole('button', { name: 'Save' }).click();

test('an administrator sets for the sign-in pages a name, a colour and a logo', async (t) => {
  const box = mailbox(t);
  const { server, page } = await signedIn(t, { env: box.env });
  await openLook(page);
  const name = '<img src=x onerror=alert(1)> & Sons';
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Colour').fill('#ffee00');
  await page.getByLabel('Logo').setInputFiles(file('logo.png', 'image/png', png));
  await save(page);
  await page.getByText('The sign-in pages have the new look.').waitFor();

  for (const scheme of ['light', 'dark']) {
    for (const width of [360, 1440]) {
      const visitor = await openPage(t, server, { scheme, width, bypassCSP: true });
      await visitor.goto('/sign-in');
      await visitor.getByText(name).waitFor();
      assert.equal(await visitor.locator('img.logo').evaluate((image) => image.naturalWidth), 1);
      await checkAccessible(visitor, `sign-in ${scheme} ${width}`);
      const wide = await visitor.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${wide} px`);
    }
  }

  const visitor = await openPage(t, server, { script: false });
  const user = { email: 'mel@acme.example' };
  const headers = {
    ...bearer('sk_test_0000000000000000000000000000'),
    'Content-Type': 'application/json',
  };
  const body = JSON.stringify(user);
  await ask(server, 'POST', '/user_management/users', { headers, body });
  await visitor.goto('/forgot-password');
  await visitor.getByLabel('Email').fill(user.email);
  await visitor.getByRole('button', { name: 'Send the link' }).click();
  const mail = await received(box, user.email, /(<html[^]*<\/html>)/);
  assert.match(mail, /4px solid #ffee00/);
  assert.match(mail, /&#60;img src&#61;x/);

  await openLook(page);
  assert.equal(await page.getByLabel('Name').inputValue(), name);
  await page.getByRole('button', { name: 'Remove logo' }).click();
  await save(page);
  await page.getByText('The sign-in pages have the new look.').waitFor();
  await visitor.goto('/sign-in');
  assert.equal(await visitor.locator('img.logo').count(), 0);
});

test('the look of the sign-in pages is set and removed by keyboard alone', async (t) => {
  const { press, type } = keyboard;
  const { server, page } = await signedIn(t);
  const visitor = await openPage(t, server, { script: false });
  await openLook(page);
  await type(page.getByLabel('Name'), 'Acme & Sons');
  await type(page.getByLabel('Colour'), '#1d4ed8');
  const chooser = page.waitForEvent('filechooser');
  await press(page.getByLabel('Logo'));
  await (await chooser).setFiles(file('logo.png', 'image/png', png));
  await button(page, 'Remove logo').waitFor();
  await press(button(page, 'Save'));
  await page.getByText('The sign-in pages have the new look.').waitFor();
  await visitor.goto('/sign-in');
  await visitor.getByText('Acme & Sons').waitFor();
  assert.equal(await visitor.locator('img.logo').count(), 1);

  await openLook(page);
  await press(button(page, 'Remove logo'));
  await button(page, 'Remove logo').waitFor({ state: 'detached' });
  await press(button(page, 'Save'));
  await page.getByText('The sign-in pages have the new look.').waitFor();
  await visitor.goto('/sign-in');
  assert.equal(await visitor.locator('img.logo').count(), 0);
});

test('a file that is no PNG and a text that is no colour stand at their fields', async (t) => {
  const { server, page } = await signedIn(t);
  await openLook(page);
  await page.getByLabel('Colour').fill('red');
  await save(page);
  await page.getByText('must be a colour such as #9c4a06').waitFor();
  await page.getByLabel('Colour').fill('');
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>';
  await page.getByLabel('Logo').setInputFiles(file('logo.png', 'image/png', svg));
  await save(page);
  await page.getByText('must be a data URI of a PNG').waitFor();
  const visitor = await openPage(t, server, { script: false });
  await visitor.goto('/sign-in');
  await visitor.getByText('Bearward', { exact: true }).waitFor();
});
