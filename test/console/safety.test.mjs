// What must not happen: text that becomes code, and a page that hides a lost connection.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ask, bearer } from '../e2e/server.mjs';
import { closeBrowser, signedIn } from './browser.mjs';

after(closeBrowser);

const acme = 'org_01EHZNVPK3SFK441A1RGBFSHRT';
const headers = {
  ...bearer('sk_test_0000000000000000000000000000'),
  'Content-Type': 'application/json',
};

const payloads = [
  '<script>document.title = "owned"</script>',
  '<img src=x onerror="document.title = \'owned\'">',
  '"><svg onload="document.title = \'owned\'">',
  "javascript:document.title = 'owned'",
  '</textarea><iframe srcdoc="<p>owned">',
  "{{constructor.constructor('return 1')()}}",
];

/** Rows with a text in every field that takes any text, and the pages that show them. */
const rows = (name, at) => [
  { send: ['/organizations', { name }], pages: ['/organizations'] },
  {
    send: ['/user_management/users', { email: `u${at}@x.example`, first_name: name }],
    pages: ['/logins'],
  },
  {
    send: ['/authorization/permissions', { slug: `p${at}:x`, name, description: name }],
    pages: ['/permissions'],
  },
  {
    send: ['/authorization/roles', { slug: `role${at}`, name, description: name }],
    pages: ['/roles', '/roles?tab=matrix', `/organizations/${acme}?tab=roles`],
  },
  {
    send: [`/organizations/${acme}/groups`, { name, description: name }],
    pages: [`/organizations/${acme}?tab=groups`],
  },
  {
    send: [`/organizations/${acme}/api_keys`, { name, permissions: [] }],
    pages: [`/organizations/${acme}?tab=keys`],
  },
  {
    send: ['/v1/applications', { organization_id: acme, name, access_profile: 'ObjectRead' }],
    pages: ['/applications', `/organizations/${acme}`],
  },
];

test('text of every field is shown as text', async (t) => {
  const { server, page } = await signedIn(t);
  const pages = new Set(['/events', '']);
  for (const [at, payload] of payloads.entries()) {
    for (const one of rows(payload, at)) {
      const [target, body] = one.send;
      const answer = await ask(server, 'POST', target, { headers, body: JSON.stringify(body) });
      assert.equal(answer.status, 201, `${target}: ${answer.text}`);
      for (const shown of one.pages) pages.add(shown);
    }
  }
  for (const shown of pages) {
    await page.goto(`/console${shown}`);
    await page.locator('main h1').waitFor();
    await page.locator('.spinner').waitFor({ state: 'detached' });
    const made = page.locator('main').locator('script, img, iframe, [onload], [href^=javascript]');
    assert.equal(await made.count(), 0, shown);
    assert.doesNotMatch(await page.title(), /owned/);
  }
  await page.goto('/console/organizations');
  await page.getByRole('link', { name: payloads[1], exact: true }).click();
  await page.getByRole('heading', { name: payloads[1], exact: true }).waitFor();
});

test('a lost connection is said, and the page tries again', async (t) => {
  const { page } = await signedIn(t);
  await page.context().setOffline(true);
  await page.getByRole('link', { name: 'Organizations', exact: true }).click();
  await page.getByText('The server cannot be reached.').waitFor();
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('link', { name: 'Acme', exact: true }).waitFor();
});

test('a refused change of the matrix is undone', async (t) => {
  const { page } = await signedIn(t);
  await page.goto('/console/roles?tab=matrix');
  const cell = page.getByLabel('forms:read for guest');
  await cell.waitFor();
  await page.context().setOffline(true);
  await cell.click();
  await page.getByText('The server cannot be reached.').waitFor();
  assert.ok(!(await cell.isChecked()));
});
