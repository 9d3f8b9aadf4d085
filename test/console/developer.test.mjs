// What developers use: policies with the configuration of a gateway, settings, events, reference.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, test } from 'node:test';
import { ask, bearer } from '../e2e/server.mjs';
import { closeBrowser, openPage, signedIn, signInTo } from './browser.mjs';
import { answer, button, drivers, head, inDialog, link, row } from './drivers.mjs';

after(closeBrowser);

const acme = 'org_01EHZNVPK3SFK441A1RGBFSHRT';
const secret = 'sk_test_0000000000000000000000000000';
const key = bearer(secret);

const read = async (server, target) => (await ask(server, 'GET', target, { headers: key })).json;

for (const use of drivers) {
  test(`a policy is made, edited, configured for gateways, deleted by ${use.name}`, async (t) => {
    const { server, page } = await signedIn(t);
    await use.press(link(page, 'Policies'));
    await use.press(button(page, 'Create policy'));
    await use.type(inDialog(page, 'Name'), 'orders');
    await use.type(inDialog(page, 'Permissions'), 'forms:read');
    await use.press(answer(page, 'Save'));
    await page.getByRole('heading', { name: 'orders' }).waitFor();
    await use.press(button(head(page), 'Edit'));
    await use.type(inDialog(page, 'Methods'), 'GET, HEAD');
    await use.check(inDialog(page, 'Signed identity'));
    await use.press(answer(page, 'Save'));
    await page.getByText('Policy saved.').waitFor();
    const policy = await read(server, '/v1/policies/orders');
    assert.deepEqual(policy.methods, ['GET', 'HEAD']);
    assert.deepEqual(policy.permissions, ['forms:read']);
    assert.equal(policy.identity_jwt, true);

    const nginx = page.getByRole('region', { name: '/etc/nginx/conf.d/bearward.conf' });
    await nginx.getByText('/gateway/nginx/production~orders').first().waitFor();
    assert.ok((await nginx.innerText()).includes(new URL(server.http).host));
    await use.type(page.getByLabel('Your API'), '10.0.0.9:7000');
    await use.press(link(page, 'Envoy'));
    const envoy = page.getByRole('region', { name: '/etc/envoy/envoy.yaml' });
    await envoy.getByText('address: "10.0.0.9", port_value: 7000').waitFor();

    await use.press(button(page, 'Delete'));
    await use.press(answer(page, 'Delete'));
    await page.waitForURL('**/console/policies');
    await row(page, 'machines').waitFor();
    assert.equal(await row(page, 'orders').count(), 0);
  });
}

/** The text of one file for the addresses `server` of Bearward and `api` of the API. */
async function configuration(page, gateway, place, addresses) {
  const query = new URLSearchParams({ gateway, ...addresses });
  await page.goto(`/console/policies/forms?${query}`);
  return page.getByRole('region', { name: place }).innerText();
}

test('an API at the example address of Bearward stays apart from Bearward', async (t) => {
  const { page } = await signedIn(t);
  const addresses = { server: '10.0.0.5:8080', api: '127.0.0.1:8080' };
  const nginx = await configuration(page, 'nginx', '/etc/nginx/conf.d/bearward.conf', addresses);
  const servers = [...nginx.matchAll(/^ *server (\S+);$/gm)].map(([, address]) => address);
  assert.deepEqual(servers, ['10.0.0.5:8080', '127.0.0.1:8080']);
  const envoy = await configuration(page, 'Envoy', '/etc/envoy/envoy.yaml', addresses);
  const sockets = [...envoy.matchAll(/address: "([^"]+)", port_value: (\d+)/g)];
  assert.deepEqual(
    sockets.map(([, host, port]) => `${host}:${port}`),
    ['10.0.0.5:8080', '127.0.0.1:8080'],
  );
  assert.match(envoy, /uri: http:\/\/10\.0\.0\.5:8080$/m);
});

test('Envoy gets the host of an IPv6 address without brackets', async (t) => {
  const { page } = await signedIn(t);
  const addresses = { server: '[fd00::5]:8080', api: '[::1]:9000' };
  const envoy = await configuration(page, 'Envoy', '/etc/envoy/envoy.yaml', addresses);
  assert.match(envoy, /\{ address: "fd00::5", port_value: 8080 \}/);
  assert.match(envoy, /\{ address: "::1", port_value: 9000 \}/);
  assert.match(envoy, /uri: http:\/\/\[fd00::5\]:8080$/m);
});

test('the configuration has the identity headers of the policy', async (t) => {
  const { page } = await signedIn(t);
  // `machines` has identity = "x-auth-request" in examples/demo.toml
  await page.goto('/console/policies/machines');
  const file = page.getByRole('region', { name: '/etc/nginx/conf.d/bearward.conf' });
  const nginx = await file.innerText();
  assert.match(nginx, /set \$bearward_user \$upstream_http_x_auth_request_user;/);
  assert.match(nginx, /proxy_set_header X-Auth-Request-User \$bearward_user;/);
  assert.match(nginx, /proxy_set_header Remote-User "";/);
  await page.goto('/console/policies/forms');
  const remote = await file.innerText();
  assert.match(remote, /proxy_set_header Remote-User \$bearward_user;/);
});

for (const use of drivers) {
  test(`redirect URIs, origins and the JWT template are kept by ${use.name}`, async (t) => {
    const { server, page } = await signedIn(t);
    await page.goto('/console/settings');
    await use.press(button(page, 'Add redirect URI'));
    await use.type(inDialog(page, 'URI'), 'ftp://app.example');
    await use.press(answer(page, 'Save'));
    await page.getByText('uri: invalid').waitFor();
    await use.type(inDialog(page, 'URI'), 'https://app.example/callback');
    await use.press(answer(page, 'Save'));
    await row(page, 'https://app.example/callback').getByText('default').waitFor();
    await use.press(link(page, 'CORS origins'));
    await use.press(button(page, 'Add CORS origin'));
    await use.type(inDialog(page, 'Origin'), 'https://app.example');
    await use.press(answer(page, 'Save'));
    await row(page, 'https://app.example').waitFor();
    await use.press(link(page, 'JWT template'));
    const template = page.getByRole('textbox', { name: 'JWT template' });
    await use.type(template, '{"mail": {{ user.email }}}');
    await use.press(button(page, 'Save'));
    await page.getByText('JWT template saved.').waitFor();
    const { content } = await read(server, '/user_management/jwt_template');
    assert.equal(content, '{"mail": {{ user.email }}}');
  });
}

test('the timeline shows before and after, and its filters are in the address', async (t) => {
  const { server, page } = await signedIn(t);
  const change = JSON.stringify({ name: 'Acme Ltd' });
  const headers = { ...key, 'Content-Type': 'application/json' };
  await ask(server, 'PUT', `/organizations/${acme}`, { headers, body: change });
  await page.goto(`/console/events?target=${acme}`);
  await page.getByText('1 changed').click();
  const changes = page.locator('.changes');
  await changes.getByRole('cell', { name: 'Acme', exact: true }).waitFor();
  await changes.getByRole('cell', { name: 'Acme Ltd', exact: true }).waitFor();
  await page.getByLabel('To', { exact: true }).fill('2001-02-03');
  await page.keyboard.press('Enter');
  await page.getByText('Nothing matches the filter.').waitFor();
  assert.match(page.url(), /to=2001-02-03/);
  await page.goBack();
  await page.getByText('1 changed').waitFor();
});

test('the timeline names the login and the organization of an event', async (t) => {
  const { server, page } = await signedIn(t);
  const body = JSON.stringify({ name: 'Acme Ltd' });
  const headers = { ...key, 'Content-Type': 'application/json' };
  await ask(server, 'PUT', `/organizations/${acme}`, { headers, body });
  await page.goto('/console/events?type=organization.updated');
  await link(page, 'Acme Ltd').click();
  await page.waitForURL(new RegExp(`target=${acme}`));
  const user = JSON.stringify({ email: 'new@acme.example' });
  await ask(server, 'POST', '/user_management/users', { headers, body: user });
  await page.goto('/console/events?type=user.created');
  await link(page, 'new@acme.example').waitFor();
});

/** The sample of a language, as its button copies it. */
async function sample(page, language) {
  await page.getByLabel('Language').selectOption(language);
  await button(page, `Copy ${language} code`).click();
  return page.evaluate(() => navigator.clipboard.readText());
}

test('the reference finds an operation, fills in its samples, and tries it', async (t) => {
  const { server, page } = await signedIn(t);
  await page.goto('/console/reference');
  await page.getByLabel('Search').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('read an organization');
  const operations = page.getByRole('navigation', { name: 'Operations' });
  await operations.getByRole('link', { name: 'GET Read an organization', exact: true }).click();
  const id = page.getByLabel('id (path)');
  assert.match(await id.inputValue(), /^org_/);
  await id.fill(acme);
  await page.getByLabel('Token or key').fill(secret);
  const languages = ['curl', 'TypeScript', 'C#', 'Python', 'Ruby', 'Go', 'PHP', 'Java', 'Rust'];
  for (const language of languages) {
    const text = await sample(page, language);
    assert.ok(text.includes(`${server.http}/organizations/${acme}`), language);
    assert.ok(text.includes(`Bearer ${secret}`), language);
    const shown = await page.getByRole('region', { name: `${language} code` }).innerText();
    assert.ok(!shown.includes(secret) && shown.includes('••••••••0000'), language);
  }
  const run = (program, args, input) => spawnSync(program, args, { input, encoding: 'utf8' });
  const shell = run('bash', [], await sample(page, 'curl'));
  assert.equal(JSON.parse(shell.stdout).name, 'Acme');
  const node = run(process.execPath, ['--input-type=module'], await sample(page, 'TypeScript'));
  assert.match(node.stdout, /^200 .*"name":"Acme"/);

  await button(page, 'Send').click();
  await page.getByText('200 OK').waitFor();
  assert.match(await page.getByRole('region', { name: 'Answer' }).innerText(), /"name": "Acme"/);
  assert.ok(!page.url().includes(secret));
});

const send = (page) => button(page, 'Send');
const reply = (page) => page.getByRole('region', { name: 'Answer' });

/** The headers of the next request to a path. */
const headersOfNext = async (page, path) =>
  (await page.waitForRequest((one) => new URL(one.url()).pathname === path)).allHeaders();

/** On a keyboard the list of hundreds of operations is skipped. */
const toOperation = async (use, page) => {
  if (use.name === 'keyboard') await use.press(link(page, 'Skip the list'));
};

for (const use of drivers) {
  test(`a token of an answer takes the place of the session by ${use.name}`, async (t) => {
    const { page } = await signedIn(t);
    await page.goto('/console/reference?operation=teletracker.call_data');
    await page.getByText('This operation does not take your session.').waitFor();
    assert.ok(await send(page).isDisabled());
    await toOperation(use, page);
    await use.press(link(page, 'Get a token'));
    await toOperation(use, page);
    const login = JSON.stringify({ username: 'dan', password: 'dispatches every job' });
    await use.type(page.getByRole('textbox', { name: 'application/json' }), login);
    await use.press(send(page));
    const { token } = JSON.parse(await reply(page).innerText());
    await use.press(button(page, 'Use this token'));
    await page.getByText('The next requests send this token.').waitFor();

    await use.type(page.getByLabel('Search'), 'call-data');
    await use.press(link(page, 'GET List the calls of some days'));
    await page.getByRole('heading', { name: 'Credential' }).waitFor();
    assert.equal(await page.getByLabel('Token or key').inputValue(), token);
    await use.type(page.getByLabel('start_date (query)'), '2031-05-01');
    await use.type(page.getByLabel('end_date (query)'), '2031-05-31');
    const sent = headersOfNext(page, '/reports/call-data');
    await use.press(send(page));
    const headers = await sent;
    assert.equal(headers.authorization, `Bearer ${token}`);
    assert.equal(headers.cookie, undefined);
    assert.equal(headers['x-csrf-token'], undefined);
    await reply(page).getByText('"call_id": 61').waitFor();

    const shown = await page.getByRole('region', { name: 'curl code' }).innerText();
    assert.ok(!shown.includes(token));
    await use.press(button(page, 'Copy curl code'));
    const command = await page.evaluate(() => navigator.clipboard.readText());
    const shell = spawnSync('bash', [], { input: command, encoding: 'utf8' });
    assert.equal(JSON.parse(shell.stdout).data[0].call_id, 61);
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, location.href]),
    );
    assert.ok(!kept.includes(token));
    await page.reload();
    await page.getByRole('heading', { name: 'Credential' }).waitFor();
    assert.equal(await page.getByLabel('Token or key').inputValue(), '');
  });

  test(`a key is sent in the chosen header, until it is forgotten, by ${use.name}`, async (t) => {
    const { page } = await signedIn(t);
    const value = '3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44';
    await page.goto('/console/reference?operation=workmobile.forms');
    await toOperation(use, page);
    await use.type(page.getByLabel('Token or key'), value);
    const as = page.getByLabel('Sent as');
    if (use.name === 'mouse') await as.selectOption('X-Api-Key');
    else await use.type(as, 'X-Api');
    await use.press(send(page));
    await reply(page).getByText('"Name": "Weekly Timesheet"').waitFor();

    await use.type(page.getByLabel('Search'), 'whoami');
    await use.press(page.getByRole('link', { name: /^GET Read the authenticated caller/ }));
    await use.press(send(page));
    await reply(page).getByText('"name": "Acme"').waitFor();
    await use.press(button(page, 'Forget'));
    await page.getByText('With your session.').waitFor();
    await use.press(send(page));
    await reply(page).getByText('"organization": null').waitFor();
  });
}

test('a header of the reference is sent and is in the samples', async (t) => {
  const { page } = await signedIn(t);
  await page.goto('/console/reference?operation=workos.create_organization');
  await page.getByLabel('Idempotency-Key (header)').fill('first-order');
  await page.getByRole('textbox', { name: 'application/json' }).fill('{"name":"Ordered once"}');
  const ids = [];
  for (let count = 0; count < 2; count++) {
    const answered = page.waitForResponse((one) => one.url().endsWith('/organizations'));
    await send(page).click();
    ids.push((await (await answered).json()).id);
  }
  assert.match(ids[0], /^org_/);
  assert.equal(ids[1], ids[0]);
  assert.ok((await sample(page, 'curl')).includes('Idempotency-Key: first-order'));
});

for (const use of drivers) {
  test(`a credential is checked, and a refusal says why, by ${use.name}`, async (t) => {
    const { page } = await signedIn(t);
    await page.goto('/console/check');
    const credential = page.getByLabel('Credential');
    await use.type(credential, '3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44');
    await use.press(button(page, 'Check'));
    await page.getByText('Allowed', { exact: true }).waitFor();
    const login = page.getByRole('link', { name: 'ann@acme.example' });
    assert.match(await login.getAttribute('href'), /logins\/user_01E4ZCR3C56J083X43JQXF3JK5$/);
    await use.check(page.getByLabel('Manage users (users:manage)'));
    await use.press(button(page, 'Check'));
    await page.getByText('The caller lacks a permission.').waitFor();
    await use.type(credential, 'nonsense');
    await use.press(button(page, 'Check'));
    await page.getByText('No credential of this server has this form.').waitFor();
  });
}

test('a first step turns green when the first token is issued', async (t) => {
  const { server, page } = await signedIn(t);
  const steps = page.getByRole('listitem').filter({ hasText: 'Get a token' });
  await page.getByText('Done').first().waitFor();
  assert.equal(await steps.getByText('Done').count(), 0);
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await ask(server, 'POST', '/oauth2/token', {
    headers: { Authorization: `Basic ${btoa('nightly-sync:8c1f0b6de2a94f7ab35d7be0c4419e02')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  await steps.getByText('Done').waitFor();
  // /v1/traffic is read for the charts, and for the step that is not done.
  const others = new Set(asked.filter((place) => place !== '/v1/traffic'));
  assert.deepEqual([...others], ['/v1/events'], 'steps that are done are not read again');
});

test('a step turns green at the first request through a gateway, not with a policy', async (t) => {
  const { server, page } = await signedIn(t);
  const step = (text) => page.getByRole('listitem').filter({ hasText: text });
  const sent = step('Get a request through your gateway');
  await step('Create a policy').getByText('Done').waitFor();
  assert.equal(await sent.getByText('Done').count(), 0);
  const pass = async (value) => {
    const headers = {
      'X-Api-Key': value,
      'X-Original-Method': 'GET',
      'X-Original-URL': 'http://api.acme.example/forms',
    };
    return (await fetch(`${server.http}/gateway/nginx/forms`, { headers })).status;
  };
  assert.equal(await pass('5a1d7c0e-93f4-4e0a-8c55-6a2f1d3b7e91'), 401);
  await page.reload();
  await step('Create a policy').getByText('Done').waitFor();
  assert.equal(await sent.getByText('Done').count(), 0);
  assert.equal(await pass('3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44'), 200);
  await sent.getByText('Done').waitFor();
});

test('the home page of a member asks for nothing that the member may not read', async (t) => {
  const { server } = await signedIn(t);
  const page = await openPage(t, server);
  const refused = [];
  page.on('response', (response) => {
    if (response.status() === 403) refused.push(response.url());
  });
  await signInTo(page, 'Acme', 'ann', 'correct horse battery staple');
  await page.getByText('You are signed in to Acme.').waitFor();
  await page.waitForLoadState('networkidle');
  assert.deepEqual(refused, []);
  assert.equal(await page.getByRole('heading', { name: 'Get started' }).count(), 0);
});

test('the traffic shows requests live, and refusals by reason', async (t) => {
  const { server, page } = await signedIn(t);
  await page.goto('/console/traffic');
  const requests = page.getByRole('figure').filter({ hasText: 'Requests' });
  await requests.getByText('answered').waitFor();
  for (let at = 0; at < 3; at++) {
    const unknown = { 'X-Api-Key': `5a1d7c0e-93f4-4e0a-8c55-6a2f1d3b7e9${at}` };
    assert.equal((await ask(server, 'GET', '/v1/whoami', { headers: unknown })).status, 401);
  }
  await page.getByRole('row', { name: 'Credential deny 3' }).waitFor();
  await page.waitForFunction(() => Number(document.querySelector('.legend dd')?.textContent) > 0);
});
