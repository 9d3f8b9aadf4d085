// What must not happen: text that becomes code, and a page that hides a lost connection.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ask, bearer } from '../e2e/server.mjs';
import { closeBrowser, settled, signedIn } from './browser.mjs';
import { button } from './drivers.mjs';
import { acme, partnerWorld, toThisMachine } from './partners.mjs';

after(closeBrowser);

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

/** A URL with the text. A URL has no spaces. */
const urlOf = (host, text) => `https://${host}/?${text.replaceAll(' ', '+')}`;

/** The name of a profile is a segment of a path, which has no slash. */
const segmentOf = (text) => text.replaceAll('/', '|');

/**
 * Rows with a text in every field that takes any text, and the lists that show it, as `shown` if
 * that differs. `detail` is the page of the row, which shows `texts`.
 */
const rows = (name, at) => [
  {
    send: ['/organizations', { name, external_id: `id-${name}` }],
    pages: ['/organizations'],
    detail: ({ id }) => `/organizations/${id}`,
    texts: [name, `id-${name}`],
  },
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
    send: [`/organizations/${acme}/groups`, { name, description: `about ${name}` }],
    pages: [`/organizations/${acme}?tab=groups`],
    detail: ({ id }) => `/organizations/${acme}/groups/${id}`,
    texts: [name, `about ${name}`],
  },
  {
    send: [`/organizations/${acme}/api_keys`, { name, permissions: [] }],
    pages: [`/organizations/${acme}?tab=keys`],
  },
  {
    send: ['/v1/applications', { organization_id: acme, name, access_profile: 'ObjectRead' }],
    pages: ['/applications', `/organizations/${acme}`],
    detail: ({ id }) => `/applications/${id}`,
  },
  {
    send: ['/v1/access_profiles', { name: segmentOf(name), allows: ['*:read'] }],
    pages: ['/profiles'],
    shown: segmentOf(name),
  },
  {
    send: ['/v1/policies', { name: `policy${at}`, audience: urlOf('api.example', name) }],
    detail: () => `/policies/policy${at}`,
    texts: [urlOf('api.example', name)],
  },
  {
    send: [
      '/webhook_endpoints',
      { endpoint_url: urlOf('hooks.example', name), events: ['user.deleted'] },
    ],
    pages: ['/webhooks'],
    shown: urlOf('hooks.example', name),
  },
  {
    send: [
      '/v1/log_streams',
      { name, source: 'events', type: 'https_ndjson', url: 'http://127.0.0.1:9/', enabled: false },
    ],
    pages: ['/log-streams'],
  },
];

/** What only a file makes: a flag and a key of the environment. JSON's texts are TOML's too. */
const inFile = (name, at) => `
[[feature_flags]]
slug = "flag${at}"
name = ${JSON.stringify(name)}
description = ${JSON.stringify(`about ${name}`)}
[[api_keys]]
environment = "production"
value = "sk_test_${'abcdef'[at].repeat(28)}"
description = ${JSON.stringify(name)}
`;

/** Opens a page, and fails if a text of it has become an element or a script. */
async function openSafely(page, target) {
  await page.goto(`/console${target}`);
  await settled(page);
  const made = page.locator('main').locator('script, img, iframe, [onload], [href^=javascript]');
  assert.equal(await made.count(), 0, target);
  assert.doesNotMatch(await page.title(), /owned/);
}

test('text of every field is shown as text', async (t) => {
  const world = partnerWorld(t, payloads.map(inFile).join(''));
  const { server, page } = await signedIn(t, { ...world, env: toThisMachine });
  const lists = new Map(['/flags', '/keys'].map((target) => [target, [...payloads]]));
  const details = payloads.map((name, at) => [`/flags/flag${at}`, [name, `about ${name}`]]);
  for (const [at, name] of payloads.entries()) {
    for (const { send, pages = [], shown = name, detail, texts = [name] } of rows(name, at)) {
      const [target, body] = send;
      const answer = await ask(server, 'POST', target, { headers, body: JSON.stringify(body) });
      assert.equal(answer.status, 201, `${target}: ${answer.text}`);
      for (const one of pages) lists.set(one, [...(lists.get(one) ?? []), shown]);
      if (detail) details.push([detail(answer.json), texts]);
    }
  }
  for (const target of [...lists.keys(), '/roles?tab=matrix', '/events', '']) {
    await openSafely(page, target);
    for (const text of lists.get(target) ?? []) {
      const found = page.locator('main').getByText(text, { exact: true });
      assert.ok((await found.count()) > 0, `${target} does not show ${text}`);
    }
  }
  for (const [target, texts] of details) {
    await openSafely(page, target);
    const main = await page.locator('main').innerText();
    for (const text of texts) assert.ok(main.includes(text), `${target} does not show ${text}`);
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
