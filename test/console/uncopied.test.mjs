// A secret that is shown once and not copied yet: each way off its page asks first.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeBrowser, signedIn } from './browser.mjs';
import { answer, button, drivers, link, row } from './drivers.mjs';

after(closeBrowser);

const question = (page) => page.getByRole('dialog', { name: 'Leave this page?' });
const inQuestion = (page, name) => question(page).getByRole('button', { name, exact: true });
const back = (page) => page.evaluate(() => history.back());

/** Opens a page by a part of its name. */
async function byPalette(page, name) {
  await page.keyboard.press('Control+k');
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
}

/** Refuses to leave: by the button, or by Escape, of which the focus needs no step. */
async function stay(use, page) {
  await question(page).getByText('The secret is not copied yet.').waitFor();
  const cancel = inQuestion(page, 'Cancel');
  assert.ok(await cancel.evaluate((element) => element === document.activeElement));
  if (use.name === 'mouse') await cancel.click();
  else await page.keyboard.press('Escape');
  await question(page).waitFor({ state: 'detached' });
}

/** The browser itself asks before the page is gone. The person stays. */
async function browserAsks(page, leave) {
  const asked = page.waitForEvent('dialog');
  // It ends when the question is answered.
  const left = leave();
  const browserQuestion = await asked;
  assert.equal(browserQuestion.type(), 'beforeunload');
  await browserQuestion.dismiss();
  await left;
}

for (const use of drivers) {
  test(`a token that is not copied keeps its page by ${use.name}`, async (t) => {
    const { page } = await signedIn(t);
    await use.press(link(page, 'Logins'));
    await use.press(link(page, 'gus@globex.example'));
    await use.press(button(page, 'Generate'));
    await use.press(answer(page, 'Generate'));
    await page.getByText('Copy the token now').waitFor();
    const token = await page.getByLabel('API token', { exact: true }).inputValue();
    const place = page.url();
    for (const leave of [
      () => use.press(link(page, 'Roles').first()),
      () => use.press(link(page, 'Sessions')),
      () => byPalette(page, 'polic'),
      () => back(page),
    ]) {
      await leave();
      await stay(use, page);
      assert.equal(page.url(), place);
      assert.equal(await page.getByLabel('API token', { exact: true }).inputValue(), token);
    }
    await browserAsks(page, () => page.evaluate(() => location.reload()));
    await browserAsks(page, () => page.close({ runBeforeUnload: true }));
    assert.equal(await page.getByLabel('API token', { exact: true }).inputValue(), token);

    // The page that is left leads to where the button of the browser leads.
    await back(page);
    await use.press(inQuestion(page, 'Leave'));
    await page.waitForURL('**/console/logins');
    await page.getByRole('heading', { name: 'Logins', exact: true }).waitFor();
    await page.evaluate(() => history.forward());
    await page.waitForURL(place);
    await page.getByRole('heading', { name: 'API Token' }).waitFor();
    assert.notEqual(await page.getByLabel('API token', { exact: true }).inputValue(), token);
    assert.equal(await question(page).count(), 0);
  });

  test(`a link leads on once its question is answered by ${use.name}`, async (t) => {
    const { page } = await signedIn(t);
    await page.goto('/console/logins/gus');
    await use.press(button(page, 'Generate'));
    await use.press(answer(page, 'Generate'));
    await page.getByText('Copy the token now').waitFor();
    await use.press(link(page, 'Sessions'));
    await use.press(inQuestion(page, 'Leave'));
    await page.waitForURL('**/gus?tab=sessions');
    await use.press(link(page, 'Policies'));
    await page.waitForURL('**/console/policies');
    await row(page, 'machines').waitFor();
  });

  test(`a dialog with a secret keeps its page by ${use.name}`, async (t) => {
    const { page } = await signedIn(t);
    await use.press(link(page, 'Application Users'));
    await use.press(link(page, 'Report Export API'));
    await use.press(button(page, 'Add secret'));
    await use.press(answer(page, 'Save'));
    const secret = page.getByRole('textbox', { name: 'Client secret', exact: true });
    const value = await secret.inputValue();
    const place = page.url();
    for (const leave of [() => back(page), () => byPalette(page, 'polic')]) {
      await leave();
      await stay(use, page);
      assert.equal(page.url(), place);
      assert.equal(await secret.inputValue(), value);
    }
    await browserAsks(page, () => page.evaluate(() => location.reload()));
    await use.press(button(page, 'Copy Client secret'));
    await page.getByText('Client secret copied.').waitFor();
    await back(page);
    await page.waitForURL('**/console/applications');
    assert.equal(await question(page).count(), 0);
  });
}
