// The switch of the theme: auto follows the system; a chosen theme stays, whatever the system has.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { checkAccessible, closeBrowser, openPage, signedIn, signIn } from './browser.mjs';
import { drivers } from './drivers.mjs';

after(closeBrowser);

const paper = { light: 'rgb(250, 248, 245)', dark: 'rgb(20, 18, 15)' };

/** Checks the colours that the page has, and the button that is on. */
async function checkTheme(page, colors, chosen) {
  const radio = page.getByRole('radio', { name: chosen, exact: true });
  await radio.waitFor({ state: 'attached' });
  assert.ok(await radio.isChecked(), chosen);
  const shown = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.equal(shown, paper[colors]);
}

/** Chooses a theme: a click, or the arrow keys within the group that the Tab key reaches. */
async function choose(use, page, theme) {
  if (use.name === 'mouse') {
    await page.locator('.themes').getByText(theme, { exact: true }).click();
    return;
  }
  const chosen = page.locator('.themes input');
  await use.check(page.locator('.themes input:checked'));
  const wanted = page.getByRole('radio', { name: theme, exact: true });
  for (let at = 0; at < (await chosen.count()) && !(await wanted.isChecked()); at++) {
    await page.keyboard.press('ArrowRight');
  }
}

for (const use of drivers) {
  test(`a chosen theme outlives a reload and the system's theme by ${use.name}`, async (t) => {
    const { server } = await signedIn(t);
    const page = await openPage(t, server, { bypassCSP: true });
    await signIn(page);
    await page.getByText('You administer this environment.').waitFor();
    await checkTheme(page, 'light', 'auto');
    await page.emulateMedia({ colorScheme: 'dark' });
    await checkTheme(page, 'dark', 'auto');

    await choose(use, page, 'light');
    await checkTheme(page, 'light', 'light');
    await page.reload();
    await checkTheme(page, 'light', 'light');
    await page.emulateMedia({ colorScheme: 'light' });
    await choose(use, page, 'dark');
    await checkTheme(page, 'dark', 'dark');
    await page.goto('/console/organizations');
    await page.getByRole('link', { name: 'Acme', exact: true }).waitFor();
    await checkTheme(page, 'dark', 'dark');
    await checkAccessible(page, 'the dark theme on a system with the light one');

    await choose(use, page, 'auto');
    await checkTheme(page, 'light', 'auto');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.reload();
    await checkTheme(page, 'dark', 'auto');
  });
}
