// The click paths of the vendors' documents, sentence by sentence: each step has the content of one
// sentence as its name. A path ends with the request of the document, sent with what was copied.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ask, asJson, bearer, start } from '../e2e/server.mjs';
import { closeBrowser, openPage, signedIn, signIn, signInTo } from './browser.mjs';
import { answer, button, dialog, drivers, head, inDialog, link, row } from './drivers.mjs';
import { acme, integration, load, partnerWorld } from './partners.mjs';

after(closeBrowser);

const annPassword = 'correct horse battery staple';
const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const copied = (page) => page.evaluate(() => navigator.clipboard.readText());
const menu = (page) => page.getByRole('navigation', { name: 'Main' });
const sections = (page, of) => page.getByRole('navigation', { name: `Sections of the ${of}` });
const profileMenu = (page) => page.locator('summary').filter({ hasText: 'Profile' });

/** Returns how to run the steps of a path: after one that fails the others are not tried. */
function stepsOf(t) {
  let failed = '';
  return (name, run) =>
    t.test(name, async () => {
      assert.equal(failed, '', 'an earlier step failed');
      failed = name;
      await run();
      failed = '';
    });
}

/** Chooses an option of a select by its label: on a keyboard by its first letters. */
const choose = (use, target, label) =>
  use.name === 'mouse' ? target.selectOption({ label }) : use.type(target, label);

/** Sends a request with a body of JSON. */
const post = (server, target, body, headers = {}) =>
  ask(server, 'POST', target, {
    headers: { ...asJson, ...headers },
    body: JSON.stringify(body),
  });

/** Adds the login whose page is shown to Acme, with the roles of these labels only. */
async function addToAcme(use, page, roles) {
  await use.press(link(sections(page, 'login'), 'Organizations'));
  await use.press(button(page, 'Add to organization'));
  await use.type(inDialog(page, 'Organization'), acme);
  await use.press(answer(page, 'Save'));
  await use.press(button(row(page, 'Acme'), 'Roles'));
  for (const role of roles) await use.check(inDialog(page, role));
  await use.press(answer(page, 'Save'));
  await page.getByText('Roles saved.').waitFor();
}

for (const use of drivers) {
  test(`WorkMobile: an access token is made on the Logins page by ${use.name}`, async (t) => {
    const step = stepsOf(t);
    const { server, page } = await signedIn(t);
    const forms = (key) =>
      ask(server, 'GET', '/webapi2/api/Forms', { headers: { 'X-Api-Key': key } });
    const box = page.getByLabel('API token', { exact: true });
    let token;

    await step('the left-hand menu of the Dashboard leads to the Logins page', async () => {
      await use.press(link(menu(page), 'Logins'));
      await page.getByRole('heading', { name: 'Logins', exact: true }).waitFor();
    });
    await step('a portal user is added with details and an email', async () => {
      await use.press(button(page, 'Add login'));
      await use.type(inDialog(page, 'Email'), 'interface@acme.example');
      await use.type(inDialog(page, 'First name'), 'Nightly');
      await use.type(inDialog(page, 'Last name'), 'Interface');
      assert.equal(await dialog(page).getByText('Generate').count(), 0);
    });
    await step('the API token section is available after the login is saved', async () => {
      await use.press(answer(page, 'Save'));
      await page.getByRole('heading', { name: 'API Token', exact: true }).waitFor();
      await button(page, 'Generate').waitFor();
    });
    await step('the active switch is at the top right of the login', async () => {
      const place = await button(head(page), 'Deactivate').boundingBox();
      assert.ok(place.x > 720 && place.y < 300, JSON.stringify(place));
      await use.press(button(head(page), 'Deactivate'));
      await use.press(answer(page, 'Deactivate'));
      await head(page).getByText('Inactive').waitFor();
      await use.press(button(head(page), 'Activate'));
      await head(page).getByText('Active', { exact: true }).waitFor();
    });
    await step('the portal user has suitable and limited access', async () => {
      await addToAcme(use, page, ['Jobs: View (planner)', 'API (api)']);
    });
    await step('the user is found in the list and opened', async () => {
      await use.press(link(menu(page), 'Logins'));
      await use.type(page.getByLabel('Search', { exact: true }), 'interface');
      await page.keyboard.press('Enter');
      await row(page, 'ann@acme.example').waitFor({ state: 'detached' });
      await use.press(link(page, 'interface@acme.example'));
    });
    await step('the heading API Token is in the section Security details', async () => {
      await use.press(link(sections(page, 'login'), 'Security details'));
      const section = page.getByRole('region', { name: 'Security details' });
      await section.getByRole('heading', { name: 'API Token', exact: true }).waitFor();
    });
    await step('Generate makes a GUID and shows it in a box, after a confirmation', async () => {
      await use.press(button(page, 'Generate'));
      await use.press(answer(page, 'Generate'));
      await box.waitFor();
      token = await box.inputValue();
      assert.match(token, guid);
    });
    await step('the icon at the end of the box copies the token', async () => {
      const icon = button(page, 'Copy API token');
      const [text, end] = [await box.boundingBox(), await icon.boundingBox()];
      assert.ok(end.x >= text.x + text.width && end.y < text.y + text.height);
      await use.press(icon);
      assert.equal(await copied(page), token);
    });
    await step('the header X-Api-Key with the token stands in for a bearer token', async () => {
      const read = await forms(await copied(page));
      assert.equal(read.status, 200, read.text);
      const names = read.json.map((form) => form.Name);
      assert.deepEqual(names, ['Weekly Timesheet', 'Site Survey']);
      assert.equal((await ask(server, 'GET', '/webapi2/api/Forms')).status, 401);
    });
    await step('Update saves the optional description and keeps the token', async () => {
      await use.type(page.getByLabel('Description'), 'Nightly export');
      await use.press(button(page, 'Update'));
      await page.getByText('The token is unchanged.').waitFor();
      assert.equal((await forms(token)).status, 200);
      await page.reload();
      assert.equal(await page.getByLabel('Description').inputValue(), 'Nightly export');
      assert.ok(!(await box.inputValue()).includes(token.slice(0, 30)), 'it is shown once');
    });
    await step('the token is valid until it is regenerated', async () => {
      await use.press(button(page, 'Regenerate'));
      await use.press(answer(page, 'Regenerate'));
      await use.press(button(page, 'Copy API token'));
      const next = await copied(page);
      assert.match(next, guid);
      assert.equal((await forms(token)).status, 401);
      assert.equal((await forms(next)).status, 200);
      token = next;
    });
    await step('the token is valid until it is revoked', async () => {
      await use.press(button(page, 'Revoke'));
      await use.press(answer(page, 'Revoke'));
      await page.getByText('This login has no API token.').waitFor();
      assert.equal((await forms(token)).status, 401);
    });
  });
}

/** Asks for a token as WorkSpan's steps do. */
const acquire = (server, id, secret) =>
  post(server, '/oauth/token', {
    grant_type: 'client_credentials',
    client_id: id,
    client_secret: secret,
  });

const deal = '/app/v1/object/WS-Project_deal/external_id';

for (const use of drivers) {
  test(`WorkSpan: a Company Admin creates an Application User by ${use.name}`, async (t) => {
    const step = stepsOf(t);
    const server = await start(t);
    const page = await openPage(t, server);
    await signIn(page, 'root', 'a rather long password');
    await page.getByText('You are signed in to Acme.').waitFor();
    const secretBox = page.getByLabel('Client secret', { exact: true });
    let id;
    let secret;
    let token;

    await step('the profile picture leads to My Company Profile', async () => {
      await use.press(profileMenu(page));
      await use.press(link(page, 'My Company Profile'));
      await page.getByRole('heading', { name: 'Acme', exact: true }).waitFor();
    });
    await step('Applications on the company page has the tab Application Users', async () => {
      await use.press(link(sections(page, 'organization'), 'Applications'));
      const tabs = page.getByRole('navigation', { name: 'Applications', exact: true });
      await use.press(link(tabs, 'Application Users'));
      await button(page, 'Create Application User').waitFor();
    });
    await step('Create Application User asks for Name and Security Profile', async () => {
      await use.press(button(page, 'Create Application User'));
      await dialog(page).waitFor();
      const asked = await dialog(page).locator('input, select').evaluateAll((all) =>
        all.map((one) => one.labels[0].firstChild.textContent),
      );
      assert.deepEqual(asked, ['Name', 'Security Profile']);
      await use.type(inDialog(page, 'Name'), 'Deal Export API');
      await choose(use, inDialog(page, 'Security Profile'), 'Object Read (*:read)');
    });
    await step('Save shows the secret in a pop-up, to copy it to a safe place', async () => {
      await use.press(answer(page, 'Save'));
      await secretBox.waitFor();
      await use.press(button(page, 'Copy Client secret'));
      secret = await copied(page);
      assert.equal(secret, await secretBox.inputValue());
      await use.press(answer(page, 'Done'));
      await dialog(page).waitFor({ state: 'detached' });
      assert.ok(!(await page.content()).includes(secret), 'it is shown once');
    });
    await step('the new user is opened from the list, and its id is copied', async () => {
      await use.press(link(page, 'Deal Export API'));
      await page.getByRole('heading', { name: 'Deal Export API' }).waitFor();
      await use.press(button(page, 'Copy Application User ID'));
      id = await copied(page);
      assert.match(id, /^WS-ApplicationUser_/);
    });
    await step('the pair of User ID and secret acquires an access token', async () => {
      const granted = await acquire(server, id, secret);
      assert.equal(granted.status, 200, granted.text);
      assert.equal(granted.json.token_type, 'Bearer');
      assert.equal(granted.json.expires_in, 863999);
      assert.match(granted.json.refresh_token, /^eyJ/);
      token = granted.json.access_token;
    });
    await step('the token in the Authorization header reads, and does no more', async () => {
      const read = await ask(server, 'GET', deal, { headers: bearer(token) });
      assert.equal(read.status, 200, read.text);
      assert.deepEqual(read.json.external_ids, []);
      const linked = await ask(server, 'PATCH', deal, {
        headers: { ...bearer(token), ...asJson },
        body: JSON.stringify({ external_id: 'crm-7' }),
      });
      assert.equal(linked.status, 403, linked.text);
    });
    await step('the id is immutable', async () => {
      await use.press(button(head(page), 'Edit'));
      await dialog(page).getByRole('textbox', { name: 'Name' }).waitFor();
      const fields = dialog(page).locator('input, select');
      const values = await fields.evaluateAll((all) => all.map((field) => field.value));
      assert.ok(values.includes('ObjectRead') && !values.includes(id), values.join());
      await page.keyboard.press('Escape');
    });
    await step('the secret is reset any time, and the previous one is invalid', async () => {
      await use.press(button(head(page), 'Reset secret'));
      await use.press(answer(page, 'Reset secret'));
      await use.press(button(page, 'Copy Client secret'));
      const next = await copied(page);
      await use.press(answer(page, 'Done'));
      const refused = await acquire(server, id, secret);
      assert.equal(refused.status, 400, refused.text);
      assert.equal((await acquire(server, id, next)).status, 200);
      secret = next;
    });
    await step('an Application User cannot sign in to the web pages', async () => {
      const other = await openPage(t, server);
      await signIn(other, id, secret);
      await other.getByText('is not right').waitFor();
    });
  });
}

test('WorkSpan: the Team Members of an object decide who reaches it', async (t) => {
  const step = stepsOf(t);
  const { server, page } = await signedIn(t);
  const globex = await acquire(
    server,
    'WS-ApplicationUser_globex',
    '00112233445566778899aabbccddeeff',
  );
  const read = () => ask(server, 'GET', deal, { headers: bearer(globex.json.access_token) });
  const states = page.getByRole('navigation', { name: 'States of members' });

  await step('the object page has Team Members by their four states', async () => {
    await link(menu(page), 'Objects').click();
    await link(page, 'Joint Cloud Deal').click();
    await page.getByRole('heading', { name: 'Team Members' }).waitFor();
    const shown = await states.getByRole('link').allInnerTexts();
    assert.deepEqual(shown, ['Accepted', 'Invited', 'Requesting', 'Withdrawn']);
    assert.equal((await read()).status, 200);
  });
  await step('a drop-down changes the Access Level', async () => {
    await button(row(page, 'Globex'), 'Access level').click();
    await inDialog(page, 'Access level').selectOption('collaborator');
    await answer(page, 'Save').click();
    await row(page, 'collaborator').waitFor();
  });
  await step('Withdraw ends the access of the member', async () => {
    await button(row(page, 'Globex'), 'Withdraw').click();
    await answer(page, 'Withdraw').click();
    await page.getByText('Member withdrawn.').waitFor();
    await link(states, 'Withdrawn').click();
    await row(page, 'Globex').waitFor();
    assert.equal((await read()).status, 404);
  });
});

test('WorkSpan: a report is read by the API, and an integration has its history', async (t) => {
  const step = stepsOf(t);
  const { server, page } = await signedIn(t, partnerWorld(t));
  const won = { opportunity_id: 'C1', name: 'One', stage: 'won' };
  await load(server, [won, { opportunity_id: 'C2' }]);
  let number;

  await step('Integrations has a History with the errors of loads', async () => {
    await link(menu(page), 'Integrations').click();
    await link(page, 'CRM import').click();
    await button(page, 'Copy Integration id').click();
    assert.equal(await copied(page), integration);
    await page.getByRole('heading', { name: 'History' }).waitFor();
    await row(page, '1 of 2 refused').getByRole('link').click();
    await row(page, 'C2').getByText('The column stage is empty.').waitFor();
  });
  await step('a report says whether it is enabled for the API', async () => {
    await link(menu(page), 'Reports').click();
    await page.getByRole('columnheader', { name: 'Enabled for API' }).waitFor();
    await row(page, 'Draft').getByText('Off').waitFor();
    await link(page, 'Won deals').click();
    await head(page).getByText('On for the API').waitFor();
  });
  await step('the columns of a report have an Export name', async () => {
    const columns = page.getByRole('region', { name: 'Table of columns' });
    await columns.getByRole('columnheader', { name: 'Export name' }).waitFor();
    await row(columns, 'Deal').waitFor();
    await button(page, 'Copy Report number').click();
    number = await copied(page);
  });
  await step('the report is read by its number, with the export names', async () => {
    const id = 'WS-ApplicationUser_link';
    const granted = await acquire(server, id, 'fedcba9876543210fedcba9876543210');
    const page0 = { page: { number: 0, size: 10 } };
    const headers = bearer(granted.json.access_token);
    const data = await post(server, `/report/v1/${number}/data`, page0, headers);
    assert.equal(data.status, 200, data.text);
    assert.deepEqual(Object.keys(data.json.results[0]).toSorted(), ['Amount', 'Deal']);
    const draft = await post(server, '/report/v1/7002/data', page0, headers);
    assert.notEqual(draft.status, 200, draft.text);
  });
});

for (const use of drivers) {
  test(`TeleTracker: a user of two accounts switches the account by ${use.name}`, async (t) => {
    const step = stepsOf(t);
    const server = await start(t);
    const page = await openPage(t, server);
    let number;
    let token;
    const accountOf = async (bearerToken) => {
      const headers = { Authentication: `Bearer ${bearerToken}` };
      return ask(server, 'GET', '/v1/whoami', { headers });
    };

    await step('the Home page shows a welcome', async () => {
      await signInTo(page, 'Acme', 'ann', annPassword);
      await page.getByText('You are signed in to Acme.').waitFor();
    });
    await step('the account switcher in the top bar lists the accounts of the user', async () => {
      await use.press(button(page, 'Change organization: Acme'));
      await page.getByRole('button', { name: 'Acme' }).waitFor();
      await use.press(page.getByRole('button', { name: 'Globex' }));
      await page.getByText('You are signed in to Globex.').waitFor();
      await button(page, 'Change organization: Globex').waitFor();
    });
    await step('the number of the account is on the company page', async () => {
      await use.press(profileMenu(page));
      await use.press(link(page, 'My Company Profile'));
      const fact = page.locator('dl.facts > div').filter({ has: page.getByText('Number') });
      number = Number(await fact.locator('dd').innerText());
      assert.equal(number, 29);
    });
    await step('a login request with account_id is for that account', async () => {
      const login = { username: 'ann', password: annPassword, account_id: number };
      const signed = await post(server, '/auth/login', login);
      assert.equal(signed.status, 200, signed.text);
      assert.equal(signed.json.success, true);
      assert.equal(signed.json.tokenLifetime, 3600);
      assert.match(signed.json.refreshToken, guid);
      token = signed.json.token;
      assert.match(token, guid);
    });
    await step('the token is sent in the header Authentication', async () => {
      const seen = await accountOf(token);
      assert.equal(seen.status, 200, seen.text);
      assert.equal(seen.json.organization.number, number);
    });
    await step('a masquerade changes the account afterwards', async () => {
      const headers = { Authentication: `Bearer ${token}` };
      const other = await post(server, '/auth/masquerade', { account_id: 28 }, headers);
      assert.equal(other.status, 200, other.text);
      assert.equal((await accountOf(other.json.token)).json.organization.number, 28);
      assert.equal((await accountOf(token)).status, 401);
    });
    await step('the profile menu has Log out', async () => {
      await use.press(profileMenu(page));
      await use.press(button(page, 'Log out'));
      await page.waitForURL('**/sign-in*');
      await page.goto('/console');
      await page.waitForURL('**/sign-in?return_to=*');
    });
  });
}

test('TeleTracker: a new user must change the password at the next login', async (t) => {
  const step = stepsOf(t);
  const { server, page } = await signedIn(t);
  const mouse = drivers[0];
  const email = 'pat@acme.example';
  const [first, second] = ['a first password for Pat', 'a second password of Pat'];
  const login = (secret) => post(server, '/auth/login', { username: email, password: secret });

  await step('Create New User asks for the name, the email and the password', async () => {
    await link(menu(page), 'Logins').click();
    await button(page, 'Add login').click();
    await inDialog(page, 'Email').fill(email);
    await inDialog(page, 'First name').fill('Pat');
    await inDialog(page, 'Password').first().fill(first);
    await inDialog(page, 'Require a new password at the next sign-in').check();
    await answer(page, 'Save').click();
    await page.getByText('At the next sign-in').waitFor();
    await addToAcme(mouse, page, ['Jobs: Allocate, Deallocate and Close (dispatcher)']);
  });
  await step('the password is changed at the next login', async () => {
    const own = await openPage(t, server);
    await signIn(own, email, first);
    await own.getByRole('heading', { name: 'Choose a new password' }).waitFor();
    await own.getByLabel('New password').fill(second);
    await own.keyboard.press('Enter');
    await own.getByText('You are signed in to Acme.').waitFor();
  });
  await step('the changed password gets a token that reads the calls', async () => {
    assert.equal((await login(first)).status, 401);
    const { token } = (await login(second)).json;
    const range = 'start_date=2031-05-01&end_date=2031-05-31';
    const calls = await ask(server, 'GET', `/reports/call-data?${range}`, {
      headers: { Authentication: `Bearer ${token}` },
    });
    assert.equal(calls.status, 200, calls.text);
    assert.equal(calls.json.success, true);
    assert.deepEqual(calls.json.data.map((call) => call.call_id), [61]);
  });
});
