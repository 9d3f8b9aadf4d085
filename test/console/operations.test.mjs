// Why a request was refused, and the signing keys, as an administrator sees them.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ask } from '../e2e/server.mjs';
import {
  checkPages,
  closeBrowser,
  openPage,
  settled,
  signedIn,
  signIn,
} from './browser.mjs';
import { drivers } from './drivers.mjs';

after(closeBrowser);

const annKey = '3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44';

for (const use of drivers) {
  test(`the id of a refused request leads to what it lacked by ${use.name}`, async (t) => {
    const { server, page } = await signedIn(t);
    const headers = { 'X-Api-Key': annKey, 'X-Request-Id': 'refused-1' };
    assert.equal((await ask(server, 'GET', '/v1/events', { headers })).status, 403);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('explain');
    await page.keyboard.press('Enter');
    await use.type(page.getByLabel('Request id'), ' refused-1 ');
    await use.press(page.getByRole('button', { name: 'Explain' }));
    await page.getByText('A right is missing').waitFor();
    await page.getByText('Give the caller a role with events:read.').waitFor();
    await page.getByRole('link', { name: 'ann@acme.example' }).waitFor();
    assert.match(page.url(), /\?id=refused-1$/);
    await use.type(page.getByLabel('Request id'), 'never');
    await page.keyboard.press('Enter');
    await page.getByText('has refused no request with this id').waitFor();
  });
}

for (const use of drivers) {
  test(`the signing keys are shown and rotated by ${use.name}`, async (t) => {
    const { page } = await signedIn(t);
    await page.goto('/console/signing-keys');
    await settled(page);
    const next = page.getByRole('cell', { name: 'Next', exact: true });
    assert.equal(await next.count(), 0);
    await use.press(page.getByRole('button', { name: 'Rotate keys' }));
    await page.getByLabel('Tokens').selectOption('oauth.jwt');
    await use.press(page.getByRole('button', { name: 'Save' }));
    await page.getByText('New keys are published.').waitFor();
    await next.first().waitFor();
  });
}

test('the pages are accessible in both themes and at both widths', async (t) => {
  const { server } = await signedIn(t);
  const headers = { 'X-Api-Key': annKey, 'X-Request-Id': 'refused-2' };
  await ask(server, 'GET', '/v1/events', { headers });
  const page = await openPage(t, server, { bypassCSP: true });
  await signIn(page);
  await page.waitForURL('**/console');
  await checkPages(page, [
    '/denials',
    '/denials?id=refused-2',
    '/denials?id=never',
    '/signing-keys',
    '/settings?tab=look',
  ]);
});
