// The sign-in pages that use codes and links from emails, without and with JavaScript.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ask, bearer, start } from '../e2e/server.mjs';
import { checkAccessible, closeBrowser, openPage, signIn } from './browser.mjs';
import { button, keyboard } from './drivers.mjs';
import { code, link, mailbox } from './mailbox.mjs';

after(closeBrowser);

const acme = 'org_01EHZNVPK3SFK441A1RGBFSHRT';
const address = 'ann@acme.example';
const key = {
  ...bearer('sk_test_0000000000000000000000000000'),
  'Content-Type': 'application/json',
};
const post = (server, target, body) =>
  ask(server, 'POST', target, { headers: key, body: JSON.stringify(body) });

async function world(t) {
  const box = mailbox(t);
  const server = await start(t, { env: box.env });
  const user = await post(server, '/user_management/users', {
    email: 'mel@acme.example',
    password: 'an old sign-in password',
  });
  assert.equal(user.status, 201, user.text);
  await post(server, '/user_management/organization_memberships', {
    user_id: user.json.id,
    organization_id: acme,
  });
  return { box, server };
}

for (const script of [false, true]) {
  const how = script ? 'with JavaScript' : 'without JavaScript';

  test(`a forgotten password is reset by the link of the email ${how}`, async (t) => {
    const { box, server } = await world(t);
    const page = await openPage(t, server, { script });
    await page.goto('/sign-in');
    await page.getByRole('link', { name: 'Forgotten password' }).click();
    await page.getByLabel('Email').fill('mel@acme.example');
    await page.getByRole('button', { name: 'Send the link' }).click();
    await page.getByRole('heading', { name: 'Check your email' }).waitFor();
    const target = await link(box, 'mel@acme.example');
    const referers = [];
    page.on('request', (request) => referers.push(request.headers().referer));
    await page.goto(target);
    await page.getByText('mel@acme.example').waitFor();
    assert.doesNotMatch(page.url(), /token/);
    await page.getByLabel('New password').fill('short');
    await page.getByRole('button', { name: 'Set password' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('New password').fill('a new sign-in password');
    await page.getByRole('button', { name: 'Set password' }).click();
    await page.getByText('The new password is set.').waitFor();
    assert.deepEqual(
      referers.filter((referer) => referer?.includes('token')),
      [],
    );
    await signIn(page, 'mel@acme.example', 'a new sign-in password');
    await page.waitForURL('**/console');
    await page.goto(target);
    await page.getByText('has expired or was used').waitFor();
  });

  test(`a code signs in, and another one verifies the address ${how}`, async (t) => {
    const { box, server } = await world(t);
    const page = await openPage(t, server, { script });
    await page.goto('/verify-email');
    await page.getByLabel('Email').fill('mel@acme.example');
    await page.getByRole('button', { name: 'Send a code' }).click();
    await page.getByLabel('Code').fill(await code(box, 'mel@acme.example'));
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText('Your email address is verified.').waitFor();
    await page.getByRole('link', { name: 'Sign in with a code' }).click();
    await page.getByLabel('Email').fill('mel@acme.example');
    await page.getByRole('button', { name: 'Send a code' }).click();
    await page.getByLabel('Code').fill('000000');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Code').fill(await code(box, 'mel@acme.example'));
    await page.keyboard.press('Enter');
    await page.waitForURL('**/console');
  });

  test(`an invited person sets a password and becomes a member ${how}`, async (t) => {
    const { box, server } = await world(t);
    const invited = 'new@acme.example';
    const made = await post(server, '/user_management/invitations', {
      email: invited,
      organization_id: acme,
    });
    assert.equal(made.status, 201, made.text);
    const page = await openPage(t, server, { script });
    await page.goto(await link(box, invited));
    assert.doesNotMatch(page.url(), /token/);
    await page.getByText('You are invited as').waitFor();
    await page.getByLabel('New password').fill('a first sign-in password');
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByText('You have accepted the invitation.').waitFor();
    await signIn(page, invited, 'a first sign-in password');
    await page.waitForURL('**/console');
  });
}

/** Signs in by keyboard alone. */
async function enter(page, user, secret) {
  await page.goto('/sign-in');
  await keyboard.type(page.getByLabel('Username or email'), user);
  await keyboard.type(page.getByLabel('Password'), secret);
  await keyboard.press(button(page, 'Sign in'));
}

test('a password is refused, reset and used by keyboard alone', async (t) => {
  const { box, server } = await world(t);
  const page = await openPage(t, server);
  await enter(page, 'mel@acme.example', 'wrong');
  await page.getByText('is not right').waitFor();
  await keyboard.press(page.getByRole('link', { name: 'Forgotten password' }));
  await page.waitForURL(/\/forgot-password/);
  await keyboard.type(page.getByLabel('Email'), 'mel@acme.example');
  await keyboard.press(button(page, 'Send the link'));
  await page.getByRole('heading', { name: 'Check your email' }).waitFor();
  await page.goto(await link(box, 'mel@acme.example'));
  await keyboard.type(page.getByLabel('New password'), 'a new sign-in password');
  await keyboard.press(button(page, 'Set password'));
  await page.getByText('The new password is set.').waitFor();
  await enter(page, 'mel@acme.example', 'a new sign-in password');
  await page.waitForURL('**/console');
});

test('an invitation is accepted by keyboard alone', async (t) => {
  const { box, server } = await world(t);
  const invited = 'new@acme.example';
  const invitation = { email: invited, organization_id: acme };
  const made = await post(server, '/user_management/invitations', invitation);
  assert.equal(made.status, 201, made.text);
  const page = await openPage(t, server);
  await page.goto(await link(box, invited));
  await keyboard.type(page.getByLabel('New password'), 'a first sign-in password');
  await keyboard.press(button(page, 'Accept'));
  await page.getByText('You have accepted the invitation.').waitFor();
  await enter(page, invited, 'a first sign-in password');
  await page.waitForURL('**/console');
});

test('the pages are accessible in both themes and at both widths', async (t) => {
  const { box, server } = await world(t);
  await post(server, '/user_management/invitations', {
    email: 'new@acme.example',
    organization_id: acme,
  });
  const sent = await post(server, '/user_management/password_reset', { email: 'mel@acme.example' });
  const reset = await link(box, 'mel@acme.example');
  const invitation = await link(box, 'new@acme.example');
  assert.equal(sent.status, 201, sent.text);
  const targets = [
    '/sign-in?done=password',
    '/forgot-password',
    '/forgot-password/sent',
    '/sign-in/code',
    '/verify-email',
    reset,
    invitation,
    '/reset-password?token=wrong',
  ];
  for (const scheme of ['light', 'dark']) {
    for (const width of [360, 1440]) {
      const page = await openPage(t, server, { scheme, width, bypassCSP: true });
      for (const target of targets) {
        await page.goto(target);
        await checkAccessible(page, `${target} ${scheme} ${width}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${target} is ${wide} px wide`);
      }
      await page.goto('/sign-in/code');
      await page.getByLabel('Email').fill(address);
      await page.getByRole('button', { name: 'Send a code' }).click();
      await checkAccessible(page, `code ${scheme} ${width}`);
    }
  }
});
