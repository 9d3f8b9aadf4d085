// What must not happen: text that becomes code, and a page that hides a lost connection.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ask, bearer } from '../e2e/server.mjs';
import { closeBrowser, settled, signedIn } from './browser.mjs';
import { button } from './drivers.mjs';

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

/** Rows with a text in every field that takes any text, and the lists that show the text. */
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
    pages: ['/roles', `/organizations/${acme}?tab=roles`],
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
  const lists = new Set();
  const applications = [];
  for (const [at, payload] of payloads.entries()) {
    for (const one of rows(payload, at)) {
      const [target, body] = one.send;
      const answer = await ask(server, 'POST', target, { headers, body: JSON.stringify(body) });
      assert.equal(answer.status, 201, `${target}: ${answer.text}`);
      for (const shown of one.pages) lists.add(shown);
      if (target === '/v1/applications') applications.push([answer.json.id, payload]);
    }
  }
  for (const shown of [...lists, '/roles?tab=matrix', '/events', '']) {
    await page.goto(`/console${shown}`);
    await settled(page);
    const made = page.locator('main').locator('script, img, iframe, [onload], [href^=javascript]');
    assert.equal(await made.count(), 0, shown);
    assert.doesNotMatch(await page.title(), /owned/);
    for (const payload of lists.has(shown) ? payloads : []) {
      const text = page.locator('main').getByText(payload, { exact: true });
      assert.ok((await text.count()) > 0, `${shown} does not show ${payload}`);
    }
  }
  for (const [id, payload] of applications) {
    await page.goto(`/console/applications/${id}`);
    await page.locator('h1').filter({ hasText: payload }).waitFor();
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

test('a change of the matrix that fails is read again', async (t) => {
  const { page } = await signedIn(t);
  await page.goto('/console/roles?tab=matrix');
  const cell = page.getByLabel('forms:read for guest');
  await cell.waitFor();
  await page.context().setOffline(true);
  await cell.click();
  await page.getByText('The server cannot be reached.').first().waitFor();
  await page.context().setOffline(false);
  await button(page, 'Try again').click();
  await cell.waitFor();
  assert.ok(!(await cell.isChecked()));
});

/** Holds back the first request of the page for `pattern`. The returned function lets it pass. */
async function holdFirst(page, pattern) {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  let first = true;
  await page.route(pattern, async (route) => {
    const held = first;
    first = false;
    if (held) await released;
    await route.continue();
  });
  return release;
}

test('two quick changes of a role in the matrix are both kept', async (t) => {
  const { server, page } = await signedIn(t);
  const target = '/authorization/roles/guest';
  const slugs = async () =>
    (await ask(server, 'GET', target, { headers })).json.permissions.toSorted();
  const before = await slugs();
  const added = ['forms:read', 'users:manage'];
  assert.ok(!before.some((slug) => added.includes(slug)));
  await page.goto('/console/roles?tab=matrix');
  for (const [verb, after] of [
    ['added', [...before, ...added].toSorted()],
    ['removed', before],
  ]) {
    const release = await holdFirst(page, `**${target}/permissions`);
    for (const slug of added) await page.getByLabel(`${slug} for guest`).click();
    release();
    for (const slug of added) await page.getByText(`: ${slug} ${verb}.`).waitFor();
    assert.deepEqual(await slugs(), after);
    await page.unrouteAll();
  }
});
