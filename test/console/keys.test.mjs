// Keys and their limits: usage, rate limits, what an Application User may request, unused keys.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ask, bearer } from '../e2e/server.mjs';
import { closeBrowser, signedIn } from './browser.mjs';
import { answer, button, dialog, drivers, head, inDialog, link, row } from './drivers.mjs';
import { acme, send } from './partners.mjs';

after(closeBrowser);

/** Sets a limit by the action of a place. A text that is no limit is refused at its field. */
async function setLimit(use, page, place, limit) {
  await use.press(button(place, 'Set rate limit'));
  await use.type(inDialog(page, 'Rate limit'), 'often');
  await use.press(answer(page, 'Save'));
  await dialog(page).getByText('The rate limit is malformed.').waitFor();
  await use.type(inDialog(page, 'Rate limit'), limit);
  await use.press(answer(page, 'Save'));
  await page.getByText('Rate limit set.').first().waitFor();
}

/** Makes a key of the environment, which only a person may, and returns its id and its value. */
async function makeKey(page, server, description) {
  await page.goto('/console/keys');
  await button(page, 'Create API key').click();
  await inDialog(page, 'Description').fill(description);
  await dialog(page).getByRole('checkbox', { name: /forms:read/ }).check();
  await answer(page, 'Save').click();
  const value = await page.getByRole('textbox', { name: 'API key', exact: true }).inputValue();
  await answer(page, 'Copy API key').click();
  await answer(page, 'Done').click();
  const { data } = await send(server, 'GET', '/v1/api_keys');
  return { id: data.find((one) => one.description === description).id, value };
}

for (const use of drivers) {
  test(`a key of the environment has its usage and a limit by ${use.name}`, async (t) => {
    const { server, page } = await signedIn(t);
    const { data } = await send(server, 'GET', '/v1/api_keys');
    await page.goto('/console/keys');
    const key = row(page, '...0000');
    await use.press(button(key, 'Usage'));
    await dialog(page).getByText('last 24 hours, on this node').waitFor();
    assert.match(await dialog(page).locator('.legend').innerText(), /uses\s+[1-9]/);
    await use.press(answer(page, 'Close'));

    await setLimit(use, page, key, '500/60s monitor');
    await key.getByText('500/60s monitor').waitFor();
    const target = `/v1/api_keys/${data[0].id}`;
    assert.equal((await send(server, 'GET', target)).rate_limit, '500/60s monitor');
    await use.press(button(key, 'Set rate limit'));
    await use.type(inDialog(page, 'Rate limit'), 'none');
    await use.press(answer(page, 'Save'));
    await key.getByText('500/60s monitor').waitFor({ state: 'detached' });
    assert.equal((await send(server, 'GET', target)).rate_limit, null);
  });

  test(`a new API token keeps its value while it gets a limit by ${use.name}`, async (t) => {
    const { server, page } = await signedIn(t);
    await page.goto('/console/logins/gus');
    await use.press(button(page, 'Generate'));
    await use.press(answer(page, 'Generate'));
    await page.getByText('Copy the token now').waitFor();
    const token = page.getByLabel('API token', { exact: true });
    const value = await token.inputValue();
    await setLimit(use, page, page, '9/60s');
    await page.getByText('Rate limit: 9/60s.').waitFor();
    assert.equal(await token.inputValue(), value);
    assert.equal((await send(server, 'GET', '/v1/users/gus/api_key')).rate_limit, '9/60s');
  });

  test(`an Application User gets rights, another token and a limit by ${use.name}`, async (t) => {
    const { server, page } = await signedIn(t);
    await page.goto('/console/applications/WS-ApplicationUser_report');
    await use.press(button(head(page), 'Edit'));
    await use.check(dialog(page).getByRole('checkbox', { name: /forms:read/ }));
    await use.type(inDialog(page, 'Audiences'), 'no address');
    await use.press(answer(page, 'Save'));
    await dialog(page).getByText('an absolute URI').waitFor();
    await use.type(inDialog(page, 'Audiences'), 'https://one.example, https://two.example');
    const format = inDialog(page, 'Token format');
    if (use.name === 'mouse') await format.selectOption('reference');
    else await use.type(format, 'ref');
    await use.check(inDialog(page, 'Issue refresh tokens'));
    await use.press(answer(page, 'Save'));
    await page.getByText('Application User saved.').waitFor();
    await setLimit(use, page, head(page), '20/60s');
    await page.getByText('20/60s', { exact: true }).waitFor();
    const made = await send(server, 'GET', '/v1/applications/WS-ApplicationUser_report');
    assert.equal(made.name, 'Report Export API');
    assert.ok(made.permissions.includes('forms:read'));
    assert.deepEqual(made.audiences, ['https://one.example', 'https://two.example']);
    assert.equal(made.token_format, 'reference');
    assert.equal(made.refresh_tokens, true);
    assert.equal(made.rate_limit, '20/60s');
  });

  test(`unused keys of every owner are revoked from their list by ${use.name}`, async (t) => {
    const { server, page } = await signedIn(t);
    /** WorkMobile's token has a header of its own. */
    const statusOf = async ({ value }) => {
      const headers = value === ofLogin.value ? { 'X-Api-Key': value } : bearer(value);
      return (await ask(server, 'GET', '/v1/whoami', { headers })).status;
    };
    const ofCompany = await send(server, 'POST', `/organizations/${acme}/api_keys`, {
      name: 'Old export',
    });
    const ofLogin = await send(server, 'POST', '/v1/users/gus/api_key', { description: 'Flow' });
    const ofAll = await makeKey(page, server, 'Old server');
    const { id: gus } = await send(server, 'GET', '/v1/users/gus');
    // A key is unused after a day at the earliest, so the page gets the report of another day.
    const rowOf = (key, name, owner) => ({
      ...{ object: 'unused_api_key', id: key.id, name, user_id: null, organization_id: null },
      ...{ created_at: '2026-01-01T00:00:00.000Z', last_used_at: null, expires_at: null },
      ...owner,
    });
    const keys = [
      [ofCompany, 'Old export', { organization_id: acme }, `/organizations/${acme}?tab=keys`],
      [ofLogin, 'Flow', { user_id: gus }, `/logins/${gus}`],
      [ofAll, 'Old server', {}, '/keys'],
    ];
    let left = keys;
    await page.route('**/v1/unused_api_keys?*', (route) =>
      route.fulfill({ json: { object: 'list', data: left.map((one) => rowOf(...one)) } }),
    );
    await page.goto('/console/keys?tab=unused');
    for (const [key, name, , place] of keys) {
      assert.equal(await statusOf(key), 200, name);
      const unused = row(page, name);
      const owner = unused.getByRole('link').first();
      assert.equal(await owner.getAttribute('href'), `/console${place}`);
      await use.press(button(unused, 'Revoke'));
      assert.ok(await answer(page, 'Revoke').isDisabled());
      await use.type(dialog(page).getByRole('textbox'), name);
      left = left.filter((one) => one[0] !== key);
      await use.press(answer(page, 'Revoke'));
      await unused.waitFor({ state: 'detached' });
      assert.equal(await statusOf(key), 401, name);
    }
    await use.press(link(page, 'Of the environment'));
    await row(page, '...0000').waitFor();
    assert.equal(await row(page, 'Old server').count(), 0);
  });
}

test('keys of the environment are searched, and the report of unused keys has pages', async (t) => {
  const { server, page } = await signedIn(t);
  await makeKey(page, server, 'Zebra counter');
  await page.goto('/console/keys?search=ZEBRA');
  await row(page, 'Zebra counter').waitFor();
  assert.equal(await row(page, '...0000').count(), 0);
  const data = Array.from({ length: 60 }, (_, at) => ({
    ...{ object: 'unused_api_key', id: `key_${at}`, name: `Key ${at}`, organization_id: acme },
    ...{ user_id: null, created_at: '2026-01-01T00:00:00.000Z' },
    ...{ last_used_at: null, expires_at: null },
  }));
  await page.route('**/v1/unused_api_keys?*', (route) =>
    route.fulfill({ json: { object: 'list', data } }),
  );
  await page.goto('/console/keys?tab=unused');
  await link(row(page, 'Key 24'), 'Acme').waitFor();
  assert.equal(await page.locator('tbody tr').count(), 25);
  await button(page, 'Next').click();
  await row(page, 'Key 49').waitFor();
  await button(page, 'Next').click();
  await row(page, 'Key 59').waitFor();
  assert.equal(await page.locator('tbody tr').count(), 10);
  assert.equal(await row(page, 'Key 24').count(), 0);
});
