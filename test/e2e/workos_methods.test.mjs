// Every method of WorkOS' Node SDK for the products that are served, called against the binary.
// The answers are judged by WorkOS' OpenAPI document; docs/workos.md has the verdicts.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as sdk8 from '@workos-inc/node';
import * as sdk11 from 'workos-node-11';
import { ask, asJson, bearer, start } from './server.mjs';
import { Judge, readDocument } from './workos/judge.mjs';
import { callAll, isServed, key, servedRoutes } from './workos/run.mjs';
import { compareTables, tablesOf } from './workos/tables.mjs';

const apply = path.join(path.dirname(fileURLToPath(import.meta.url)), 'workos/world.toml');
const judge = new Judge(readDocument());

async function call(t, sdk) {
  const spool = mkdtempSync(path.join(tmpdir(), 'bearward-spool-'));
  t.after(() => rmSync(spool, { recursive: true, force: true }));
  const server = await start(t, {
    apply,
    env: {
      BEARWARD_MAIL__SPOOL: spool,
      BEARWARD_MAIL__FROM: 'no-reply@called.example',
      BEARWARD_MAIL__REQUIRE_VERIFIED_EMAIL: 'true',
    },
  });
  return { served: await servedRoutes(server), ...(await callAll({ sdk, server, spool, judge })) };
}

const faultsOf = ({ results }) =>
  [...results].flatMap(([name, { faults }]) => faults.map((fault) => `${name}: ${fault}`));

test('every method of the SDK is called, and its answers are as documented', async (t) => {
  const runs = { '8.13.0': await call(t, sdk8), '11.0.0': await call(t, sdk11) };
  for (const [version, run] of Object.entries(runs)) {
    await t.test(`version ${version}`, () => {
      assert.deepEqual(faultsOf(run), []);
      assert.deepEqual(run.methods.filter((name) => !run.results.has(name)), [], 'not called');
      assert.ok(run.results.size > 90);
    });
  }
  await t.test('docs/workos.md has the verdicts', () => {
    compareTables(tablesOf(runs, judge, runs['11.0.0'].served));
  });
});

test('the judge sees a wrong status, type, member and content type', () => {
  const right = { method: 'GET', path: '/authorization/permissions/x', status: 200 };
  const body = {
    object: 'permission',
    id: 'perm_1',
    slug: 'x',
    name: 'X',
    description: null,
    system: false,
    resource_type_slug: 'organization',
    created_at: '2026-01-01T00:00:00.000Z',
    updated_at: '2026-01-01T00:00:00.000Z',
  };
  const judged = (more, change = {}) =>
    judge.differences({
      ...right,
      contentType: 'application/json',
      text: JSON.stringify({ ...body, ...change }),
      ...more,
    });
  assert.deepEqual(judged({}), []);
  assert.match(judged({ status: 418 })[0], /^status 418/);
  assert.match(judged({ contentType: 'text/plain' })[0], /text\/plain/);
  assert.match(judged({}, { name: 5 })[0], /^\/name must be string/);
  assert.match(judged({}, { slug: undefined })[0], /required property 'slug'/);
  const deleted = { method: 'DELETE', path: '/user_management/users/user_1' };
  assert.deepEqual(judged({ ...deleted, text: '' }), []);
  assert.match(judged({ ...deleted, text: 'Accepted' })[0], /documented is none/);
});

const wrongTypes = JSON.stringify({ name: 5, email: 5, slug: 5, permissions: 5, user_id: 5 });
const errors = [
  ['without a credential', {}, '{}'],
  ['with unknown ids', bearer(key), '{}'],
  ['with members of wrong types', bearer(key), wrongTypes],
];

// The document names few errors of each operation: others have the body {message, code?}.
const others = [400, 401, 404, 422];

/** The differences between an error and the document; undefined if it does not name the status. */
async function judgeError(server, { method, template, operation }, [title, credential, body]) {
  const target = template.replace(/\{[^}]*\}/g, 'unknown');
  const sent = method === 'GET' ? {} : { headers: asJson, body };
  const headers = { ...credential, ...sent.headers };
  const { status, text, json, ...answer } = await ask(server, method, target, { ...sent, headers });
  const place = `${method} ${template} ${title}: `;
  if (!operation.responses[status]) {
    const isOther = others.includes(status) && typeof json?.message === 'string';
    return { found: isOther ? [] : [`${place}${status} ${text}`] };
  }
  const contentType = answer.headers['content-type'];
  const found = judge.differences({ method, path: target, status, contentType, text });
  return { isDocumented: true, found: found.map((one) => place + one) };
}

test('the errors of every operation are as documented', async (t) => {
  const server = await start(t, { apply });
  const served = await servedRoutes(server);
  const results = [];
  for (const one of judge.operations()) {
    const target = one.template.replace(/\{[^}]*\}/g, 'unknown');
    if (!isServed(served, { method: one.method, path: target })) continue;
    for (const error of errors) results.push(await judgeError(server, one, error));
  }
  assert.deepEqual(results.flatMap(({ found }) => found), []);
  assert.ok(results.filter(({ isDocumented }) => isDocumented).length > 150);
});
