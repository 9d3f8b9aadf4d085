// examples/migrate/workos.py, between two servers: the source answers as WorkOS' API does.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { ask, asJson, bearer, root, start } from './server.mjs';

const keys = { source: `sk_test_${'1'.repeat(28)}`, target: `sk_test_${'2'.repeat(28)}` };

/** A server with one environment and its key. */
async function empty(t, key) {
  const folder = mkdtempSync(path.join(tmpdir(), 'bearward-move-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'world.toml');
  writeFileSync(file, `[[environments]]
name = "production"
[[api_keys]]
environment = "production"
value = "${key}"
`);
  const server = await start(t, { memory: true, apply: file });
  const call = async (method, target, body) => {
    const answer = await ask(server, method, target, {
      headers: { ...asJson, ...bearer(key) }, body: body && JSON.stringify(body),
    });
    assert.ok(answer.status < 300, `${method} ${target}: ${answer.text}`);
    return answer.json;
  };
  return { url: server.http, call };
}

/** What the source has: two organizations, two users and their memberships. */
async function fill({ call }) {
  await call('POST', '/authorization/permissions', { slug: 'boats:sail', name: 'Sail' });
  await call('POST', '/authorization/roles', { slug: 'captain', name: 'Captain' });
  await call('PUT', '/authorization/roles/captain/permissions', { permissions: ['boats:sail'] });
  const acme = await call('POST', '/organizations', {
    name: 'Acme', domain_data: [{ domain: 'acme.example', state: 'verified' }],
  });
  const globex = await call('POST', '/organizations', { name: 'Globex', external_id: 'globex-7' });
  const user = (body) => call('POST', '/user_management/users', body);
  const ann = await user({ email: 'ann@acme.example', first_name: 'Ann', email_verified: true });
  const bob = await user({ email: 'bob@acme.example', external_id: 'bob-1' });
  const member = (user_id, organization_id, more = {}) =>
    call('POST', '/user_management/organization_memberships',
      { user_id, organization_id, ...more });
  await member(ann.id, acme.id, { role_slug: 'captain' });
  const off = await member(bob.id, globex.id);
  await call('PUT', `/user_management/organization_memberships/${off.id}/deactivate`);
  return { acme, ann };
}

function copy(source, target, more = {}) {
  return spawnSync(
    'python3',
    [path.join(root, 'examples/migrate/workos.py'), target.url, source.url],
    {
      encoding: 'utf8',
      env: { ...process.env, WORKOS_KEY: keys.source, BEARWARD_KEY: keys.target, ...more },
    },
  );
}

test('organizations, users, roles and memberships are copied once', async (t) => {
  const source = await empty(t, keys.source);
  const target = await empty(t, keys.target);
  const { acme, ann } = await fill(source);
  const first = copy(source, target);
  assert.equal(first.status, 0, first.stderr);
  for (const line of ['membership: 2 new', 'organization: 2 new', 'permission: 1 new',
    'role: 1 new', 'user: 2 new']) {
    assert.ok(first.stdout.split('\n').includes(line), `${line} in ${first.stdout}`);
  }

  const copied = await target.call('GET', `/organizations/external_id/${acme.id}`);
  assert.deepEqual(copied.domains.map((one) => [one.domain, one.state]),
    [['acme.example', 'verified']]);
  assert.equal((await target.call('GET', '/organizations/external_id/globex-7')).name, 'Globex');
  const user = await target.call('GET', `/user_management/users/external_id/${ann.id}`);
  assert.deepEqual([user.email, user.first_name, user.email_verified],
    ['ann@acme.example', 'Ann', true]);
  const list = await target.call('GET',
    `/user_management/organization_memberships?user_id=${user.id}`);
  assert.deepEqual(list.data.map((one) => [one.organization_id, one.role.slug]),
    [[copied.id, 'captain']]);
  const role = await target.call('GET', '/authorization/roles/captain');
  assert.deepEqual(role.permissions, ['boats:sail']);
  const bob = await target.call('GET', '/user_management/users/external_id/bob-1');
  const off = await target.call('GET',
    `/user_management/organization_memberships?user_id=${bob.id}&statuses=inactive`);
  assert.equal(off.data.length, 1, 'an inactive membership stays inactive');

  const second = copy(source, target);
  assert.equal(second.status, 0, second.stderr);
  assert.ok(!second.stdout.includes(' new'), second.stdout);
});

test('a role that has other permissions here is refused with its memberships', async (t) => {
  const source = await empty(t, keys.source);
  const target = await empty(t, keys.target);
  const { acme } = await fill(source);
  const place = '/authorization/roles/admin/permissions';
  await source.call('PUT', place, { permissions: ['boats:sail'] });
  const eve = await source.call('POST', '/user_management/users', { email: 'eve@acme.example' });
  await source.call('POST', '/user_management/organization_memberships',
    { user_id: eve.id, organization_id: acme.id, role_slug: 'admin' });
  const first = copy(source, target);
  assert.equal(first.status, 1);
  assert.match(first.stderr,
    /^role \w+ is not copied: 409 the role admin exists with other permissions$/m);
  assert.match(first.stderr, /^membership \w+ is not copied: 409 its role admin is not copied$/m);
  assert.match(first.stdout, /^membership: 2 new$/m, 'the other memberships are copied');
  const { id } = await target.call('GET', `/user_management/users/external_id/${eve.id}`);
  const members = `/user_management/organization_memberships?user_id=${id}`;
  assert.deepEqual((await target.call('GET', members)).data, []);

  await target.call('PUT', place, { permissions: ['boats:sail'] });
  const second = copy(source, target);
  assert.equal(second.status, 0, second.stderr);
  const { data } = await target.call('GET', members);
  assert.deepEqual(data.map((one) => one.role.slug), ['admin']);
});

test('a refused row is named, the others are copied, and no key is shown', async (t) => {
  const source = await empty(t, keys.source);
  const target = await empty(t, keys.target);
  await fill(source);
  await target.call('POST', '/user_management/users', { email: 'ann@acme.example' });
  const done = copy(source, target);
  assert.equal(done.status, 1);
  assert.match(done.stderr, /^user user_\w+ is not copied: 4\d\d .*email/m);
  assert.match(done.stdout, /^user: 1 new$/m);
  for (const key of Object.values(keys)) assert.ok(!(done.stdout + done.stderr).includes(key));
  const wrong = copy(source, target, { WORKOS_KEY: 'sk_test_wrong000000000000' });
  assert.equal(wrong.status, 1);
  assert.match(wrong.stderr, /^the copy has ended early: 401 /);
});
