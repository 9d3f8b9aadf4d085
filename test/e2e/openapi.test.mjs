// The OpenAPI document of the running server, checked by Spectral with its rules for OpenAPI.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ask, start } from './server.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const spectral = path.join(here, 'node_modules/.bin/spectral');

/** Spectral's findings about a document: code, severity (0 is an error) and path. */
function lint(t, document) {
  const folder = mkdtempSync(path.join(tmpdir(), 'bearward-openapi-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const rules = path.join(folder, 'rules.json');
  const file = path.join(folder, 'openapi.json');
  const results = path.join(folder, 'results.json');
  writeFileSync(rules, JSON.stringify({ extends: ['spectral:oas'] }));
  writeFileSync(file, JSON.stringify(document));
  const flags = ['lint', '--ruleset', rules, '--format', 'json', '--output', results];
  const run = spawnSync(process.execPath, [spectral, ...flags, '--quiet', file], {
    encoding: 'utf8',
  });
  assert.ok([0, 1].includes(run.status), run.stderr);
  return JSON.parse(readFileSync(results, 'utf8'));
}

const texts = (findings) =>
  findings.map((one) => `${one.code}: ${one.path.join('.')}: ${one.message}`);

// The authorization endpoint refuses every request, because no response type is offered.
const refusesAlways = (one) =>
  one.code === 'operation-success-response' && one.path.join().includes('/oauth2/authorize');

test('the document has no error and no warning under spectral:oas', async (t) => {
  const server = await start(t);
  const { status, json } = await ask(server, 'GET', '/openapi.json');
  assert.equal(status, 200);
  assert.deepEqual(texts(lint(t, json).filter((one) => !refusesAlways(one))), []);
  // Positive control: Spectral sees a fault that is planted in the same document.
  const [first] = Object.values(json.paths);
  delete Object.values(first)[0].responses;
  assert.ok(lint(t, json).some((one) => one.severity === 0));
});

test('every operation describes its successful response and its errors', async (t) => {
  const server = await start(t);
  const { json } = await ask(server, 'GET', '/openapi.json');
  let operations = 0;
  for (const [route, methods] of Object.entries(json.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      operations += 1;
      const place = `${method} ${route}`;
      const statuses = Object.keys(operation.responses);
      const neverSucceeds = operation.operationId.startsWith('oauth.authorize');
      assert.ok(neverSucceeds || statuses.some((one) => /^[23]/.test(one)), place);
      assert.ok(statuses.includes('default'), place);
      assert.ok(operation.summary && operation.description, place);
      for (const response of Object.values(operation.responses)) {
        assert.ok(response.description, place);
        for (const content of Object.values(response.content ?? {})) {
          assert.ok(content.schema, place);
        }
      }
    }
  }
  assert.ok(operations > 60);
  assert.equal(json.servers[0].url, server.http);
});
