// The order of lists: each head with an arrow turns it on the server, and the address has it.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeBrowser, settled, signedIn } from './browser.mjs';
import { drivers } from './drivers.mjs';
import { mailbox } from './mailbox.mjs';
import {
  acme,
  audited,
  deliver,
  integration,
  load,
  partnerWorld,
  receiver,
  reportId,
  send,
  subscribe,
  toThisMachine,
} from './partners.mjs';

after(closeBrowser);

/** Makes at least two rows in every list, and returns the ids that are not fixed. */
async function fill(t, server) {
  const hook = await receiver(t);
  for (const name of ['first', 'second']) {
    await send(server, 'POST', `/organizations/${acme}/groups`, { name });
    await send(server, 'POST', '/organization_domains', {
      organization_id: acme,
      domain: `${name}.example`,
    });
    await send(server, 'POST', '/user_management/invitations', {
      email: `${name}@new.example`,
      organization_id: acme,
    });
    const origin = `https://${name}.example`;
    await send(server, 'POST', '/user_management/cors_origins', { origin });
    await send(server, 'POST', '/user_management/redirect_uris', { uri: `${origin}/done` });
    await audited(server, name);
    await subscribe(server, hook, name);
    await load(server, [{ opportunity_id: name, stage: 'won' }]);
  }
  await deliver(server, await receiver(t));
  const { endpoint, delivery } = await deliver(server, hook);
  const again = `/v1/webhook_endpoints/${endpoint}/deliveries/${delivery}/resend`;
  await send(server, 'POST', again, {});
  return { endpoint, report: await reportId(server) };
}

/** What the head of a list says about its order, and the rows: their keys and the head's column. */
const read = (page) =>
  page.locator('th[aria-sort]').evaluate((head) => {
    const rows = [...head.closest('table').tBodies[0].rows];
    return {
      order: head.ariaSort,
      keys: rows.map((row) => row.cells[0].id),
      values: rows.map(({ cells }) => {
        const cell = cells[head.cellIndex];
        return cell.querySelector('time')?.dateTime ?? cell.innerText;
      }),
    };
  });

/** Turns the order, and waits for another first row. */
async function turn(use, page, first) {
  await use.press(page.locator('th[aria-sort] button'));
  await page.waitForFunction((old) => {
    const table = document.querySelector('th[aria-sort]')?.closest('table');
    return table !== undefined && table.tBodies[0].rows[0].cells[0].id !== old;
  }, first);
}

function checkSorted({ order, values }, where) {
  const sorted = values.toSorted();
  if (order === 'descending') sorted.reverse();
  assert.deepEqual(values, sorted, where);
}

test('the head of every list that has an order turns it', async (t) => {
  const { server, page } = await signedIn(t, {
    ...partnerWorld(t),
    env: { ...toThisMachine, ...mailbox(t).env },
  });
  const { endpoint, report } = await fill(t, server);
  const byTime = [
    ...['/organizations', '/logins', '/applications', '/permissions', '/webhooks'],
    ...['/subscribers', '/events', '/emails', '/settings', '/settings?tab=origins'],
    ...['members', 'invitations', 'domains', 'groups', 'audit', 'applications'].map(
      (tab) => `/organizations/${acme}?tab=${tab}`,
    ),
    ...['/logins/ann?tab=organizations', `/webhooks/${endpoint}`],
    ...[`/integrations/${integration}`, `/reports/${report}`],
  ];
  const byName = ['/profiles', '/policies'];
  for (const [at, place] of [...byTime, ...byName].entries()) {
    // By mouse and by keyboard in turn.
    const use = drivers[at % drivers.length];
    await page.goto(`/console${place}`);
    await page.locator('th[aria-sort]').waitFor();
    await settled(page);
    const before = await read(page);
    assert.ok(before.keys.length > 1, place);
    const usual = byName.includes(place) ? 'ascending' : 'descending';
    assert.equal(before.order, usual, place);
    checkSorted(before, place);

    await turn(use, page, before.keys[0]);
    const turned = await read(page);
    assert.notEqual(turned.order, usual, place);
    checkSorted(turned, place);
    const order = byName.includes(place) ? 'desc' : 'asc';
    assert.equal(new URL(page.url()).searchParams.get('order'), order, place);

    await turn(use, page, turned.keys[0]);
    assert.equal((await read(page)).keys[0], before.keys[0], place);
    assert.equal(new URL(page.url()).searchParams.get('order'), null, place);
  }
});
