// The steps between a right password and the console: a new password and the organization, without
// and with JavaScript.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ask, bearer, start } from '../e2e/server.mjs';
import { checkAccessible, closeBrowser, openPage, signedIn, signIn } from './browser.mjs';

after(closeBrowser);

const acme = 'org_01EHZNVPK3SFK441A1RGBFSHRT';
const key = {
  ...bearer('sk_test_0000000000000000000000000000'),
  'Content-Type': 'application/json',
};
const email = 'mel@acme.example';
const old = 'an old sign-in password';
const fresh = 'a new sign-in password';

/** newMember makes a member of Acme that must replace its password. */
async function newMember(server) {
  const send = async (target, body) => {
    const made = await ask(server, 'POST', target, { headers: key, body: JSON.stringify(body) });
    assert.equal(made.status, 201, made.text);
    return made.json;
  };
  const user = await send('/user_management/users', {
    email,
    password: old,
    password_change_required: true,
  });
  await send('/user_management/organization_memberships', {
    user_id: user.id,
    organization_id: acme,
  });
}

const organization = (page, name) => page.getByRole('button', { name });

for (const script of [false, true]) {
  const how = script ? 'with JavaScript' : 'without JavaScript';

  test(`an expired password is replaced, then the person is signed in ${how}`, async (t) => {
    const server = await start(t);
    await newMember(server);
    const page = await openPage(t, server, { script });
    await signIn(page, email, old);
    await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
    await page.getByText(email).waitFor();
    await page.getByLabel('New password').fill(old);
    await page.getByRole('button', { name: 'Set password and sign in' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('New password').fill(fresh);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/console');
    await page.goto('/sign-in/new-password');
    await page.getByText('Sign in again.').waitFor();
    await signIn(await openPage(t, server, { script }), email, fresh);
  });

  test(`one of several organizations is chosen, and comes first later ${how}`, async (t) => {
    const server = await start(t);
    const page = await openPage(t, server, { script });
    await signIn(page, 'ann', 'correct horse battery staple');
    await page.getByRole('heading', { name: 'Choose an organization' }).waitFor();
    assert.equal(await page.getByText('Last used').count(), 0);
    await organization(page, 'Globex').click();
    await page.waitForURL('**/console');
    if (script) await page.getByText('You are signed in to Globex.').waitFor();
    await page.goto('/sign-in');
    await signIn(page, 'ann', 'correct horse battery staple');
    await page.getByText('Last used').waitFor();
    const names = await page.locator('.choice').allInnerTexts();
    assert.match(names[0], /Globex\s+Last used/);
    await organization(page, 'Acme').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/console');
  });
}

test('the pages are accessible in both themes and at both widths', async (t) => {
  const server = await start(t);
  await newMember(server);
  for (const scheme of ['light', 'dark']) {
    for (const width of [360, 1440]) {
      for (const [user, password, title] of [
        [email, old, 'Choose a new password'],
        ['ann', 'correct horse battery staple', 'Choose an organization'],
      ]) {
        const page = await openPage(t, server, { scheme, width, bypassCSP: true });
        await signIn(page, user, password);
        await page.getByRole('heading', { name: title }).waitFor();
        await checkAccessible(page, `${title} ${scheme} ${width}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${title} is ${wide} px wide`);
      }
    }
  }
});

test('an administrator requires a new password in the console', async (t) => {
  const { server, page } = await signedIn(t);
  await page.goto('/console/logins/dan');
  await page.getByRole('button', { name: 'Set password' }).click();
  await page.getByRole('dialog').getByLabel('New password').first().fill(old);
  await page.getByRole('dialog').getByLabel('Require a new password').check();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByText('At the next sign-in').waitFor();
  const dan = await openPage(t, server);
  await signIn(dan, 'dan', old);
  await dan.getByRole('heading', { name: 'Choose a new password' }).waitFor();
});
