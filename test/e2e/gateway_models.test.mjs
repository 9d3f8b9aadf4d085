// Envoy's and Traefik's check with the shipped files, by models of both (gateway_models.mjs).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { modelled, startModel } from './gateway_models.mjs';
import {
  annKey, echo, identityHeaders, recorder, send, startBearward, tokenOf, valuesOf, zedKey,
} from './gateways.mjs';
import { ask, asJson, bearer } from './server.mjs';

const withKey = (key) => [['X-Api-Key', key]];

for (const name of modelled) {
  const it = (title, run) => test(`${name} (model): ${title}`, run);
  const startAll = async (t, options) => {
    const [bearward, api] = await Promise.all([startBearward(t, options), echo(t)]);
    const port = await startModel(t, name, { bearward: bearward.port, api: api.port });
    return { bearward, api, port };
  };

  it('the status of every kind of question', async (t) => {
    const { bearward, api, port } = await startAll(t);
    const ann = bearer(await tokenOf(bearward, 'ann', 'correct horse battery staple'));
    const gus = bearer(await tokenOf(bearward, 'gus', 'another long password'));
    const rows = [
      ['a token that may', 200, 'GET', '/forms/1', Object.entries(ann)],
      ['a key that may', 200, 'GET', '/forms/1?x=%2F', withKey(annKey)],
      ['another method of the policy', 200, 'POST', '/forms', withKey(annKey)],
      ['no credential', 401, 'GET', '/forms/1', []],
      ['a bad key', 401, 'GET', '/forms/1', withKey(annKey.replace('3', '4'))],
      ['a missing permission', 403, 'GET', '/forms/1', Object.entries(gus)],
      ['a method outside of the policy', 403, 'DELETE', '/forms/1', withKey(annKey)],
      ['a path outside of the policy', 403, 'GET', '/admin', withKey(annKey)],
      ['a path that can be read two ways', 400, 'GET', '/forms//1', withKey(annKey)],
      ['an encoded slash', 400, 'GET', '/forms%2F..%2Fadmin', withKey(annKey)],
      ['two credentials', 400, 'GET', '/forms', [...withKey(annKey), ...withKey(zedKey)]],
    ];
    for (const [what, status, method, target, headers] of rows) {
      const before = api.requests.length;
      const answer = await send(port, method, target, headers);
      if (what === 'two credentials') {
        assert.ok(answer.status >= 400 && answer.status < 500, `${what}: ${answer.status}`);
      } else {
        assert.equal(answer.status, status, `${what}: ${answer.text}`);
      }
      assert.equal(api.requests.length - before, status === 200 ? 1 : 0, what);
      if (status === 200) assert.equal(api.requests.at(-1).url, target);
      if (status !== 401) continue;
      assert.match(answer.headers['www-authenticate'] ?? '', /^Bearer/, what);
      assert.equal(answer.headers['cache-control'], 'no-store', what);
      assert.equal(JSON.parse(answer.text).status, 401, what);
    }
  });

  it('F1, F2: what a client says about itself neither steers the check nor arrives', async (t) => {
    const { api, port } = await startAll(t);
    const forwarded = [
      ['X-Forwarded-Uri', '/forms/1'], ['X-Forwarded-Method', 'GET'],
      ['X-Original-URL', '/forms/1'],
      ['X-Envoy-Original-Path', '/forms/1'], ['X-Forwarded-Host', 'evil.example'],
      ['Forwarded', 'host=evil.example'], ['X-Rewrite-URL', '/forms/1'],
    ];
    for (const header of forwarded) {
      const answer = await send(port, 'GET', '/admin', [...withKey(annKey), header]);
      assert.equal(answer.status, 403, header[0]);
    }
    assert.equal(api.requests.length, 0);
    const forged = identityHeaders.map((header) => [header, 'root']);
    const odd = [['Remote_User', 'root'], ['Remote.User', 'root'], ['Connection', 'Remote-User']];
    const all = [...withKey(zedKey), ...forged, ...odd, ...forwarded];
    assert.equal((await send(port, 'GET', '/forms', all)).status, 200);
    const { headers } = api.requests.at(-1);
    assert.deepEqual(valuesOf(headers, 'Remote-User'), ['zed']);
    for (const [header, value] of headers) {
      assert.ok(value !== 'root' && !value.includes('evil'), `${header}: ${value}`);
    }
  });

  it('the API learns who is asking', async (t) => {
    const { api, port } = await startAll(t);
    assert.equal((await send(port, 'GET', '/forms', withKey(annKey))).status, 200);
    const { headers } = api.requests.at(-1);
    assert.deepEqual(valuesOf(headers, 'Remote-User'), ['ann']);
    assert.deepEqual(valuesOf(headers, 'Remote-Email'), ['ann@acme.example']);
    assert.match(valuesOf(headers, 'Remote-Groups').join(), /\bplanner\b/);
  });

  it('a body arrives, and the check has none', async (t) => {
    const { api, port } = await startAll(t);
    const body = Buffer.alloc(100000, 'x');
    assert.equal((await send(port, 'POST', '/forms', withKey(annKey), body)).status, 200);
    assert.equal(api.requests.at(-1).length, body.length);
  });

  it('a revoked key is refused by the next request', async (t) => {
    const { bearward, port } = await startAll(t);
    assert.equal((await send(port, 'GET', '/forms', withKey(annKey))).status, 200);
    const admin = bearer(await tokenOf(bearward, 'root', 'a rather long password'));
    const ann = 'user_01E4ZCR3C56J083X43JQXF3JK5';
    const key = await ask(bearward, 'GET', `/v1/users/${ann}/api_key`, { headers: admin });
    const revoked = await ask(bearward, 'POST', `/v1/api_keys/${key.json.id}/revoke`, {
      headers: { ...admin, ...asJson }, body: '{}',
    });
    assert.equal(revoked.status, 200, revoked.text);
    assert.equal((await send(port, 'GET', '/forms', withKey(annKey))).status, 401);
  });

  it('with Bearward killed, or with an odd answer, nothing passes', async (t) => {
    const { bearward, api, port } = await startAll(t);
    bearward.process.kill('SIGKILL');
    await bearward.ended;
    assert.ok((await send(port, 'GET', '/forms', withKey(annKey))).status >= 500);
    let status;
    const odd = await recorder(t, (response) => {
      if (status === 0) return response.destroy();
      return response.writeHead(status, { Location: '/', 'Remote-User': 'ann' }).end();
    });
    const second = await startModel(t, name, { bearward: odd.port, api: api.port });
    for (status of [0, 301, 404, 405, 500, 503]) {
      const answer = await send(second, 'GET', '/forms', withKey(annKey));
      assert.notEqual(Math.floor(answer.status / 100), 2, `${status} became ${answer.status}`);
    }
    assert.equal(api.requests.length, 0);
  });
}
