// The page of an organization: its invitations and its rate limit, by mouse and by keyboard.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ask, bearer } from '../e2e/server.mjs';
import { closeBrowser, settled, signedIn } from './browser.mjs';
import { answer, button, dialog, drivers, head, inDialog, row } from './drivers.mjs';

after(closeBrowser);

const acme = 'org_01EHZNVPK3SFK441A1RGBFSHRT';
const headers = bearer('sk_test_0000000000000000000000000000');
const read = async (server, target) => (await ask(server, 'GET', target, { headers })).json;

for (const use of drivers) {
  test(`an address is invited, reminded and its invitation revoked by ${use.name}`, async (t) => {
    const { server, page } = await signedIn(t);
    await page.goto(`/console/organizations/${acme}?tab=invitations`);
    await use.press(button(page, 'Invite'));
    await use.type(inDialog(page, 'Email'), 'no address');
    await use.press(answer(page, 'Save'));
    await dialog(page).getByText('email').first().waitFor();
    await use.type(inDialog(page, 'Email'), 'zoe@acme.example');
    await inDialog(page, 'Role').selectOption('planner');
    await use.type(inDialog(page, 'Days'), '31');
    await use.press(answer(page, 'Save'));
    await dialog(page).getByText('30').last().waitFor();
    await use.type(inDialog(page, 'Days'), '3');
    await use.press(answer(page, 'Save'));
    const sent = row(page, 'zoe@acme.example');
    await sent.getByText('in 2 days').waitFor();
    const api = `/user_management/invitations?organization_id=${acme}`;
    const [invitation] = (await read(server, api)).data;
    assert.equal(invitation.role_slug, 'planner');
    assert.ok(!(await page.content()).includes(invitation.token), 'the token opens an account');

    await use.press(button(sent, 'Send again'));
    await page.getByText('Invitation sent again.').waitFor();
    await use.press(button(sent, 'Revoke'));
    await use.press(answer(page, 'Revoke'));
    await sent.getByText('revoked').waitFor();
    assert.equal(await button(sent, 'Send again').count(), 0);
    const after = await read(server, `/user_management/invitations/${invitation.id}`);
    assert.equal(after.state, 'revoked');
  });

  test(`the rate limit is shown, changed and removed by ${use.name}`, async (t) => {
    const { server, page } = await signedIn(t);
    await page.goto(`/console/organizations/${acme}`);
    await settled(page);
    const change = async (before, limit) => {
      await use.press(button(head(page), 'Set rate limit'));
      assert.equal(await inDialog(page, 'Rate limit').inputValue(), before);
      await use.type(inDialog(page, 'Rate limit'), limit);
      await use.press(answer(page, 'Save'));
    };
    await change('none', '900/60s');
    await page.getByText('Rate limit set.').waitFor();
    await page.getByText('900/60s', { exact: true }).waitFor();
    await change('900/60s', 'fast');
    await dialog(page).getByText('The rate limit is malformed.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('900/60s', { exact: true }).waitFor();
    assert.equal((await read(server, `/v1/organizations/${acme}`)).rate_limit, '900/60s');
    await page.reload();
    await change('900/60s', 'none');
    await page.getByText('900/60s', { exact: true }).waitFor({ state: 'detached' });
    await page.getByText('Rate limit set.').waitFor();
    assert.equal((await read(server, `/v1/organizations/${acme}`)).rate_limit, null);
  });
}
