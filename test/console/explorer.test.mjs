// The GraphQL explorer: a client token, the schema, operations and their answers.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, test } from 'node:test';
import { ask, asJson, bearer, clientToken } from '../e2e/server.mjs';
import { checkEverywhere, closeBrowser, openPage, signedIn, signIn } from './browser.mjs';
import { answer, button, dialog, drivers, link } from './drivers.mjs';
import { acme, environmentKey, makeToken } from './explorer.mjs';

after(closeBrowser);

const [mouse] = drivers;
const operation = (page) => page.getByLabel('Operation', { exact: true });
const variables = (page) => page.getByLabel('Variables');
const result = (page) => page.getByRole('region', { name: 'Answer' });
const errors = (page) => page.getByRole('list', { name: 'Errors' });
const schema = (page) => page.getByRole('navigation', { name: 'Schema' });

/** Opens the explorer with a token. */
async function opened(t) {
  const { server, page } = await signedIn(t);
  await page.goto('/console/graphql');
  await makeToken(page, mouse);
  return { server, page };
}

for (const use of drivers) {
  test(`a token is made, the schema read and an operation run by ${use.name}`, async (t) => {
    const { page } = await signedIn(t);
    await use.press(link(page, 'GraphQL explorer'));
    const suggested = page.locator('datalist option');
    await suggested.filter({ hasText: 'ann@acme.example' }).first().waitFor({ state: 'attached' });
    await makeToken(page, use);
    await use.press(button(page, 'Organization'));
    assert.deepEqual(JSON.parse(await variables(page).inputValue()), { id: acme });
    await use.press(button(page, 'Run'));
    await result(page).getByText('"name": "Acme"').waitFor();

    await use.type(page.getByLabel('Search the schema'), 'live sessions');
    await use.press(link(schema(page), 'sessions'));
    await page.getByText('The live sessions of the user').waitFor();
    await use.press(link(page, 'Session'));
    await page.getByRole('listitem').filter({ hasText: 'isCurrent' }).waitFor();
    await page.goBack();
    await use.press(button(page, 'Put into the editor'));
    assert.match(await operation(page).inputValue(), /^query sessions \{\n  sessions \{\n    \w/);
    await operation(page).focus();
    await page.keyboard.press('Control+Enter');
    await result(page).getByText('"isCurrent": true').waitFor();

    const rename = 'mutation Rename { updateProfile(input: {firstName: "Anna"}) { __typename } }';
    await use.type(operation(page), rename);
    await page.keyboard.press('Control+Enter');
    await dialog(page).getByText('as the user of the token').waitFor();
    await use.press(answer(page, 'Run mutation'));
    await result(page).getByText('"__typename": "ProfileUpdated"').waitFor();
  });
}

test('the users of the organization are those that the token may read', async (t) => {
  const { server, page } = await signedIn(t);
  const headers = { ...bearer(environmentKey), ...asJson };
  const send = (target, body) =>
    ask(server, 'POST', target, { headers, body: JSON.stringify(body) });
  const { id } = (await send('/user_management/users', { email: 'mia@acme.example' })).json;
  const membership = { user_id: id, organization_id: acme, role_slug: 'admin' };
  await send('/user_management/organization_memberships', membership);
  await page.goto('/console/graphql');
  await makeToken(page, mouse);
  await button(page, 'Organization users').click();
  await button(page, 'Run').click();
  await errors(page).getByText('FORBIDDEN').waitFor();
  await makeToken(page, mouse, id);
  await button(page, 'Run').click();
  await result(page).getByText('"email": "mia@acme.example"').waitFor();
  assert.equal(await errors(page).count(), 0);
});

test('an error is marked, and leads to its place in the operation', async (t) => {
  const { page } = await opened(t);
  await operation(page).fill('{\n  me { id }\n  nope\n}');
  await button(page, 'Run').click();
  await errors(page).getByText('Cannot query field "nope"').waitFor();
  await page.getByText('200 OK, 1 error').waitFor();
  await button(page, 'Line 3, column 3').click();
  const selected = await operation(page).evaluate((area) => [area.selectionStart, area.value]);
  assert.ok(selected[1].slice(selected[0]).startsWith('nope'));
  await variables(page).fill('[1]');
  await page.getByText('The variables are no object of JSON.').waitFor();
  assert.ok(await button(page, 'Run').isDisabled());
});

test('of a text with several operations the chosen one runs', async (t) => {
  const { page } = await opened(t);
  const first = 'query First { clientApiStatus } # mutation { no }\n';
  await operation(page).fill(`${first}mutation Second { revokeAllSessions { __typename } }`);
  await button(page, 'Run').click();
  await result(page).getByText('clientApiStatus').waitFor();
  await page.getByLabel('Run', { exact: true }).selectOption('Second');
  await button(page, 'Run').click();
  await dialog(page).getByText('Run the mutation Second?').waitFor();
});

test('the curl command works, and no token or key leaves the memory of the page', async (t) => {
  const { page } = await opened(t);
  await button(page, 'Organization').click();
  await button(page, 'Copy as curl').click();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  const shell = spawnSync('bash', [], { input: command, encoding: 'utf8' });
  assert.equal(JSON.parse(shell.stdout).data.organization.name, 'Acme');

  const token = /Bearer ([\w.-]+)/.exec(command)[1];
  await page.goto('/console/reference');
  await page.goBack();
  await page.getByText('No token yet.').waitFor();
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state]),
  );
  const cookies = JSON.stringify(await page.context().cookies());
  for (const text of [kept, cookies, page.url()]) {
    assert.ok(!text.includes(token) && !text.includes(environmentKey));
  }
});

test('the page says when the token has expired, and a new one works', async (t) => {
  const { page } = await signedIn(t);
  await page.clock.install();
  await page.goto('/console/graphql');
  await makeToken(page, mouse);
  await page.clock.fastForward('04:59');
  assert.equal(await page.getByText('Token ready').count(), 1);
  await page.clock.fastForward('00:02');
  await page.getByText('Expired: make a new token').waitFor();
  await operation(page).fill('{ clientApiStatus }');
  await makeToken(page, mouse);
  assert.equal(await operation(page).inputValue(), '{ clientApiStatus }');
  await button(page, 'Run').click();
  await result(page).getByText('clientApiStatus').waitFor();
});

test('a key that is refused is named at its field', async (t) => {
  const { page } = await signedIn(t);
  await page.goto('/console/graphql');
  await page.getByLabel('Key of the environment').fill('sk_test_unknown');
  await page.getByLabel('User id').fill('user_unknown');
  await page.getByLabel('Organization id').fill(acme);
  await button(page, 'Make a token').click();
  await page.getByText('The server does not accept this key.').waitFor();
  assert.match(page.url(), /\/console\/graphql$/);
  await page.getByLabel('Key of the environment').fill(environmentKey);
  await button(page, 'Make a token').click();
  await page.getByRole('alert').getByText('user_unknown').waitFor();
});

test('every query and mutation of the schema makes an operation that is valid', async (t) => {
  const { server, page } = await opened(t);
  const { token } = (await clientToken(server)).json;
  const places = await schema(page)
    .getByRole('link')
    .evaluateAll((all) => all.map((one) => new URL(one.href).searchParams.get('at')));
  const fields = places.filter((one) => one.includes('.'));
  assert.ok(fields.length > 30);
  for (const at of fields) {
    const [, field] = at.split('.');
    await link(schema(page), field).click();
    await button(page, 'Put into the editor').click();
    const query = await operation(page).inputValue();
    assert.match(query, new RegExp(`^(query|mutation) ${field}\\b`));
    // An operation of another name runs nothing, after the document was validated.
    const body = JSON.stringify({ query, operationName: 'Absent' });
    const headers = { ...bearer(token), ...asJson };
    const { json } = await ask(server, 'POST', '/client/graphql', { headers, body });
    assert.equal(json.errors.length, 1, `${at}: ${JSON.stringify(json.errors)}`);
    assert.match(json.errors[0].message, /Absent/, at);
  }
});

test('the explorer is accessible with a schema and with errors', async (t) => {
  const { server } = await signedIn(t);
  const page = await openPage(t, server, { bypassCSP: true });
  await signIn(page);
  await page.waitForURL('**/console');
  for (const at of ['Mutation.inviteUser', 'User', 'InviteUserResult', 'PaginationOrder']) {
    await page.goto(`/console/graphql?at=${at}`);
    await makeToken(page, mouse);
    await operation(page).fill('{ nope }');
    await button(page, 'Run').click();
    await errors(page).waitFor();
    await checkEverywhere(page, `/graphql?at=${at}`);
    await page.setViewportSize({ width: 1440, height: 900 });
  }
});
