// Several administrators, several organizations and several sessions in one browser.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ask, bearer, start } from '../e2e/server.mjs';
import {
  checkEverywhere,
  closeBrowser,
  email,
  openPage,
  settled,
  signedIn,
  signIn,
  signInTo,
} from './browser.mjs';

after(closeBrowser);

const key = bearer('sk_test_0000000000000000000000000000');
const annPassword = 'correct horse battery staple';

/** isActive asks the server, not the page. */
async function isActive(server, login) {
  return (await ask(server, 'GET', `/v1/users/${login}`, { headers: key })).json.active;
}

const change = (page) => page.getByRole('button', { name: 'Change organization' });
const notice = (page) => page.getByRole('alert', { name: 'Another sign-in' });
const masquerade = (page) => page.getByRole('region', { name: 'Masquerade' });

/** begin acts as the login whose page is shown. */
async function begin(page, reason) {
  await page.getByRole('button', { name: 'Masquerade' }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill(reason);
  await page.getByRole('dialog').getByRole('button', { name: 'Begin' }).click();
  await masquerade(page).waitFor();
}

test('an administrator is added, signs in, and is removed by its typed name', async (t) => {
  const { server, page } = await signedIn(t);
  await page.goto('/console/settings?tab=administrators');
  await page.getByRole('button', { name: 'Add administrator' }).click();
  await page.getByRole('dialog').getByLabel('Login').fill('ann@acme.example');
  await page.keyboard.press('Enter');
  const row = page.getByRole('row', { name: /ann@acme\.example/ });
  await row.waitFor();
  const ann = await openPage(t, server);
  await signIn(ann, 'ann', annPassword);
  await ann.getByText('You administer this environment.').waitFor();

  await row.getByRole('button', { name: 'Remove' }).click();
  const dialog = page.getByRole('dialog');
  const remove = dialog.getByRole('button', { name: 'Remove' });
  assert.ok(await remove.isDisabled());
  await dialog.getByRole('textbox').fill('ann@acme.example');
  await remove.click();
  await row.waitFor({ state: 'detached' });
  await ann.goto('/console/logins');
  await ann.waitForURL('**/sign-in?*');

  await page.getByRole('row', { name: email }).getByRole('button', { name: 'Remove' }).click();
  await dialog.getByRole('textbox').fill(email);
  await remove.click();
  await dialog.getByText('This is the last active administrator').waitFor();
  assert.equal(await dialog.getByRole('textbox').inputValue(), email, 'what was typed stays');
});

test('a page never acts with the session of another sign-in', async (t) => {
  const { server, page } = await signedIn(t);
  await page.goto('/console/logins/dan');
  await settled(page);
  const other = await page.context().newPage();
  await other.goto('/sign-in');
  await signInTo(other, 'Acme', 'ann', annPassword);
  await other.getByText('You are signed in to Acme.').waitFor();

  await page.getByRole('button', { name: 'Deactivate' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click();
  await notice(page).waitFor();
  assert.equal(await isActive(server, 'dan'), true);
  await checkEverywhere(page, 'the notice of another sign-in');
  await notice(page).getByRole('button', { name: 'Reload' }).click();
  await page.getByRole('button', { name: 'Change organization: Acme' }).waitFor();
});

test('the organization is changed by mouse and by keyboard', async (t) => {
  const server = await start(t);
  const page = await openPage(t, server);
  await page.goto('/sign-in');
  await signInTo(page, 'Acme', 'ann', annPassword);
  await change(page).click();
  await page.getByRole('button', { name: 'Globex' }).click();
  await page.getByText('You are signed in to Globex.').waitFor();
  await change(page).focus();
  await page.keyboard.press('Enter');
  const acme = page.getByRole('button', { name: 'Acme' });
  await acme.focus();
  await page.keyboard.press('Enter');
  await page.getByText('You are signed in to Acme.').waitFor();
  await change(page).click();
  await page.getByRole('link', { name: 'Back to the console' }).click();
  await page.getByText('You are signed in to Acme.').waitFor();
});

test('a masquerade shows on every page of its tab, and ends where it began', async (t) => {
  const { server, page } = await signedIn(t);
  await page.goto('/console/logins/ann');
  await settled(page);
  await begin(page, 'Ticket 7');
  await masquerade(page).getByText('Reason: Ticket 7').waitFor();
  await masquerade(page).getByText(email).waitFor();
  await checkEverywhere(page, 'a masquerade');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto('/console/logins');
  await masquerade(page).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Sign out' }).count(), 0);

  const own = await page.context().newPage();
  await own.goto('/console');
  await own.getByText('You administer this environment.').waitFor();
  assert.equal(await masquerade(own).count(), 0);

  await masquerade(page).getByRole('button', { name: 'End masquerade' }).click();
  await page.waitForURL(/\/console\/logins\/user_/);
  await settled(page);
  assert.equal(await masquerade(page).count(), 0);
  await page.getByRole('button', { name: 'Sign out', exact: true }).waitFor();
  const events = await ask(server, 'GET', '/v1/events?type=masquerade.started&limit=1', {
    headers: key,
  });
  assert.equal(events.json.data[0].data.reason, 'Ticket 7');
});

test('a tab whose masquerade another tab has replaced shows the id of the new login', async (t) => {
  const { server, page } = await signedIn(t);
  await page.goto('/console/logins/ann');
  await settled(page);
  await begin(page, 'Ticket 9');
  const other = await page.context().newPage();
  await other.goto('/console/logins/dan');
  await settled(other);
  await begin(other, 'Ticket 10');
  const dan = await ask(server, 'GET', '/v1/users/dan', { headers: key });
  await page.goto('/console');
  await masquerade(page).getByText('Reason: Ticket 10').waitFor();
  await masquerade(page).getByText(dan.json.id, { exact: true }).waitFor();
});

test('the end of the own session ends the masquerade of the other tab', async (t) => {
  const { page } = await signedIn(t);
  const own = await page.context().newPage();
  await own.goto('/console');
  await page.goto('/console/logins/ann');
  await settled(page);
  await begin(page, 'Ticket 8');
  await own.getByRole('button', { name: 'Sign out', exact: true }).click();
  await own.waitForURL('**/sign-in*');
  await page.goto('/console/logins');
  await page.waitForURL('**/sign-in*');
});
