// What a client gets through each real gateway, configured as shipped in examples/gateways.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ask, asJson, bearer } from './server.mjs';
import {
  annKey,
  counter,
  examples,
  gateways,
  identityHeaders,
  missing,
  recorder,
  send,
  startAll,
  startBearward,
  startGateway,
  echo,
  tokenOf,
  valuesOf,
  zedKey,
} from './gateways.mjs';

const annPassword = 'correct horse battery staple';
// Two requests at once, and then one more each half hour.
const limitedKey = '9c4e2b17-60d8-4f3a-b1c5-7e8f9a0d1b2c';
const limited = `
[[users]]
username = "len"
memberships = [{ organization = "Acme", roles = ["planner"] }]
[[api_keys]]
user = "len"
value = "${limitedKey}"
rate_limit = "2/3600s"
`;

const withKey = (key) => [['X-Api-Key', key]];
const withToken = (token) => [['Authorization', `Bearer ${token}`]];

// Edits every file of a copied configuration.
function edit(folder, change) {
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    writeFileSync(file, change(readFileSync(file, 'utf8')));
  }
}

const presets = ['User', 'Groups', 'Email', 'Name'].map((field) => [
  `Remote-${field}`,
  `X-Auth-Request-${field === 'Name' ? 'Preferred-Username' : field}`,
]);

// The two presets for each other, as header names and as nginx's variables.
function swapPresets(text) {
  const variable = (name) => name.toLowerCase().replaceAll('-', '_');
  const other = new Map(
    presets.flatMap(([a, b]) => [
      [a, b],
      [b, a],
      [variable(a), variable(b)],
    ]),
  );
  const names = new RegExp(`(?<![-\\w])(${[...other.keys()].join('|')})(?![-\\w])`, 'g');
  const variables = new RegExp(`(?<=http_)(${[...other.keys()].join('|')})(?=;)`, 'g');
  return text.replace(names, (name) => other.get(name)).replace(variables, (v) => other.get(v));
}

// The commented lines about credentials, and in nginx without the two that they stand for.
function withhold(text) {
  const pass =
    / *proxy_set_header (Authorization|X-Api-Key) \$http_\w+;\n(?=( *proxy.*\n)? *#proxy)/g;
  return text
    .replace(pass, '')
    .replace(
      /#((proxy_set_header|request_header|http-request) .*(authorization|x-api-key))/gi,
      '$1',
    );
}

for (const gateway of gateways) {
  const it = (title, run) => test(`${gateway}: ${title}`, { skip: missing(gateway) }, run);

  it('the status of every kind of question', async (t) => {
    const { bearward, api, port } = await startAll(t, gateway);
    const ann = withToken(await tokenOf(bearward, 'ann', annPassword));
    const gus = withToken(await tokenOf(bearward, 'gus', 'another long password'));
    const rows = [
      ['a token that may', 200, 'GET', '/forms/1', ann],
      ['a key that may', 200, 'GET', '/forms/1', withKey(annKey)],
      ['another method of the policy', 200, 'POST', '/forms', ann],
      ['HEAD', 200, 'HEAD', '/forms', ann],
      ['no credential', 401, 'GET', '/forms/1', []],
      ['a bad token', 401, 'GET', '/forms/1', withToken('nonsense')],
      ['a bad key', 401, 'GET', '/forms/1', withKey(annKey.replace('3', '4'))],
      [
        'a scheme that the policy does not take',
        401,
        'GET',
        '/forms/1',
        [['Authorization', `Basic ${Buffer.from(`ann:${annPassword}`).toString('base64')}`]],
      ],
      ['a missing permission', 403, 'GET', '/forms/1', gus],
      ['a method outside of the policy', 403, 'DELETE', '/forms/1', ann],
      ['a path outside of the policy', 403, 'GET', '/admin', ann],
      ['a path that only begins alike', 403, 'GET', '/formsandmore', ann],
      ['a path that can be read two ways', 400, 'GET', '/forms//1', ann],
      ['the query does not count', 403, 'GET', '/admin?path=/forms', ann],
    ];
    for (const [what, status, method, target, headers] of rows) {
      const before = api.requests.length;
      const answer = await send(port, method, target, headers);
      assert.equal(answer.status, status, `${what}: ${answer.text}`);
      assert.equal(api.requests.length - before, status === 200 ? 1 : 0, what);
      if (status === 200) continue;
      if (status === 401) assert.match(answer.headers['www-authenticate'] ?? '', /^Bearer/, what);
      assert.equal(answer.headers['cache-control'], 'no-store', what);
      assert.equal(answer.headers['content-type'], 'application/problem+json', what);
      const problem = JSON.parse(answer.text);
      assert.equal(problem.status, status, what);
      assert.match(problem.code, /^[a-z_]+$/, what);
    }
    assert.equal(JSON.parse((await send(port, 'GET', '/forms/1', [])).text).code, 'missing');
    const refused = await send(port, 'GET', '/forms/1', gus);
    assert.match(refused.headers['www-authenticate'] ?? '', /insufficient_scope/);
    assert.equal(JSON.parse(refused.text).code, 'missing_permission');
    assert.equal(refused.headers['cache-control'], 'no-store');
  });

  it('an unknown policy refuses every request', async (t) => {
    const { api, port } = await startAll(t, gateway, { policies: () => '' });
    const answer = await send(port, 'GET', '/forms/1', withKey(annKey));
    assert.equal(answer.status, 403, answer.text);
    assert.equal(api.requests.length, 0);
  });

  it('bodies and targets arrive as they were sent', async (t) => {
    const { api, port } = await startAll(t, gateway);
    const body = randomBytes(64 * 1024);
    const sha256 = createHash('sha256').update(body).digest('hex');
    const framings = [[], [['Transfer-Encoding', 'chunked']], [['Expect', '100-continue']]];
    for (const framing of framings) {
      const headers = [...withKey(annKey), ...framing];
      const answer = await send(port, 'POST', '/forms/a%20b?x=%2F&y=/z', headers, body);
      assert.equal(answer.status, 200, answer.text);
      const seen = api.requests.at(-1);
      assert.deepEqual([seen.length, seen.sha256], [body.length, sha256]);
      assert.deepEqual([seen.method, seen.url], ['POST', '/forms/a%20b?x=%2F&y=/z']);
    }
  });

  it('the size of a body is limited where the API is, not by the check', async (t) => {
    const raise = (text) => text.replace('location / {', 'location / { client_max_body_size 20m;');
    const { api, port } = await startAll(t, gateway, { change: (folder) => edit(folder, raise) });
    for (const [method, length] of [
      ['POST', 1048577],
      ['POST', 5000000],
    ]) {
      const answer = await send(port, method, '/forms', withKey(annKey), Buffer.alloc(length, 'x'));
      assert.equal(answer.status, 200, `${length}: ${answer.text}`);
      assert.equal(api.requests.at(-1).length, length);
    }
  });

  it('headers that Bearward does not read never make a check fail', async (t) => {
    const { api, port } = await startAll(t, gateway);
    const extra = Array.from({ length: 60 }, (_, i) => [`X-Extra-${i}`, 'x'.repeat(50)]);
    const answer = await send(port, 'GET', '/forms', [...withKey(annKey), ...extra]);
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(valuesOf(api.requests.at(-1).headers, 'X-Extra-59'), ['x'.repeat(50)]);
  });

  it('a preflight passes without a credential where the policy says so', async (t) => {
    const asked = ['Access-Control-Request-Method', 'GET'];
    const origin = ['Origin', 'https://app.example'];
    const closed = await startAll(t, gateway);
    const refused = await send(closed.port, 'OPTIONS', '/forms/1', [origin, asked]);
    assert.equal(refused.status, 401, refused.text);
    const policies = (shipped) =>
      shipped.replace('cors_preflight = false', 'cors_preflight = true');
    const { api, port } = await startAll(t, gateway, { policies });
    const rows = [
      [200, 'OPTIONS', '/forms/1', [origin, asked]],
      [401, 'OPTIONS', '/forms/1', [origin]],
      [401, 'OPTIONS', '/forms/1', [origin, [asked[0], 'DELETE']]],
      [401, 'OPTIONS', '/admin', [origin, asked]],
      [401, 'GET', '/forms/1', [origin, asked]],
      [401, 'OPTIONS', '/forms/1', [origin, asked, ['X-Api-Key', 'nonsense']]],
    ];
    for (const [status, method, target, headers] of rows) {
      const answer = await send(port, method, target, [...headers, ['Remote-User', 'root']]);
      assert.equal(answer.status, status, `${method} ${target} ${headers}: ${answer.text}`);
    }
    assert.equal(api.requests.length, 1);
    const [{ method, headers }] = api.requests;
    assert.equal(method, 'OPTIONS');
    assert.equal(valuesOf(headers, 'Remote-User').join(), '');
    assert.deepEqual(valuesOf(headers, asked[0]), ['GET']);
  });

  it('paths of two readings pass where the policy takes their form, as they came', async (t) => {
    const policies = (shipped) =>
      shipped.replace('path_forms = []', 'path_forms = ["encoded_slash", "double_slash"]');
    const { api, port } = await startAll(t, gateway, { policies });
    for (const target of ['/forms/group%2Fproject', '/forms/@scope%2fname?x=1', '/forms//1']) {
      const answer = await send(port, 'GET', target, withKey(annKey));
      assert.equal(answer.status, 200, `${target}: ${answer.text}`);
      assert.equal(api.requests.at(-1).url, target);
    }
    for (const [status, target] of [
      [400, '/forms/..%2Fadmin'],
      [403, '/forms%2F1'],
      [400, '/forms;v=1/1'],
      [403, '//forms/1'],
    ]) {
      assert.equal((await send(port, 'GET', target, withKey(annKey))).status, status, target);
    }
    assert.equal(api.requests.length, 3);
  });

  it('the API learns who is asking, each thing once', async (t) => {
    const { api, port } = await startAll(t, gateway);
    await send(port, 'GET', '/forms', withKey(annKey));
    const { headers } = api.requests.at(-1);
    const expected = {
      'Remote-User': 'ann',
      'Remote-Email': 'ann@acme.example',
      'Remote-Name': 'Ann Lee',
    };
    for (const [name, value] of Object.entries(expected)) {
      assert.deepEqual(valuesOf(headers, name), [value], name);
    }
    assert.equal(valuesOf(headers, 'Remote-Groups').length, 1);
    assert.match(valuesOf(headers, 'Remote-Groups')[0], /\bplanner\b/);

    // Who has no such value leaves the header empty or off; nothing stands in for it.
    await send(port, 'GET', '/forms', withKey(zedKey));
    const seen = api.requests.at(-1).headers;
    assert.deepEqual(valuesOf(seen, 'Remote-User'), ['zed']);
    for (const name of ['Remote-Email', 'Remote-Name']) {
      assert.equal(valuesOf(seen, name).join(), '', name);
      assert.ok(valuesOf(seen, name).length <= 1, name);
    }
    for (const name of identityHeaders.slice(4)) assert.deepEqual(valuesOf(seen, name), [], name);
  });

  it('the other preset takes the place of the first, as its comments say', async (t) => {
    const policies = (shipped) => shipped.replace('"remote"', '"x-auth-request"');
    const change = (folder) => edit(folder, swapPresets);
    const { api, port } = await startAll(t, gateway, { policies, change });
    const forged = identityHeaders.map((name) => [name, 'root']);
    await send(port, 'GET', '/forms', [...withKey(annKey), ...forged]);
    const { headers } = api.requests.at(-1);
    assert.deepEqual(valuesOf(headers, 'X-Auth-Request-User').length, 1);
    assert.deepEqual(valuesOf(headers, 'X-Auth-Request-Email'), ['ann@acme.example']);
    assert.ok(!headers.some(([, value]) => value === 'root'), JSON.stringify(headers));
    for (const name of identityHeaders.slice(0, 4)) assert.deepEqual(valuesOf(headers, name), []);
  });

  it('the commented lines keep credentials from the API', async (t) => {
    const { api, port } = await startAll(t, gateway, {
      change: (folder) => edit(folder, withhold),
    });
    for (const headers of [withKey(annKey), withToken(annKey)]) {
      await send(port, 'GET', '/forms', headers);
    }
    assert.ok(api.requests.length >= 1);
    for (const { headers } of api.requests) {
      assert.deepEqual(valuesOf(headers, 'Remote-User'), ['ann']);
      for (const name of ['Authorization', 'X-Api-Key']) {
        assert.deepEqual(valuesOf(headers, name), []);
      }
    }
  });

  it('a revoked key is refused by the next request', async (t) => {
    const { bearward, api, port } = await startAll(t, gateway);
    assert.equal((await send(port, 'GET', '/forms', withKey(annKey))).status, 200);
    const admin = bearer(await tokenOf(bearward, 'root', 'a rather long password'));
    const ann = 'user_01E4ZCR3C56J083X43JQXF3JK5';
    const key = await ask(bearward, 'GET', `/v1/users/${ann}/api_key`, { headers: admin });
    const revoked = await ask(bearward, 'POST', `/v1/api_keys/${key.json.id}/revoke`, {
      headers: { ...admin, ...asJson },
      body: '{}',
    });
    assert.equal(revoked.status, 200, revoked.text);
    assert.equal((await send(port, 'GET', '/forms', withKey(annKey))).status, 401);
    assert.equal(api.requests.length, 1);
  });

  it('a limit that is used up is 429, with the time to wait', async (t) => {
    const { api, port } = await startAll(t, gateway, { policies: (shipped) => shipped + limited });
    for (const status of [200, 200, 429, 429]) {
      const answer = await send(port, 'GET', '/forms', withKey(limitedKey));
      assert.equal(answer.status, status, answer.text);
      if (status !== 429) continue;
      assert.match(answer.headers['retry-after'] ?? '', /^[1-9]\d*$/);
      assert.equal(answer.headers['cache-control'], 'no-store');
    }
    assert.equal(api.requests.length, 2);
    assert.equal((await send(port, 'GET', '/forms', withKey(annKey))).status, 200);
  });

  it('with Bearward killed nothing passes', async (t) => {
    const { bearward, api, port } = await startAll(t, gateway);
    assert.equal((await send(port, 'GET', '/forms', withKey(annKey))).status, 200);
    bearward.process.kill('SIGKILL');
    await bearward.ended;
    for (const headers of [withKey(annKey), withKey(annKey), []]) {
      const { status } = await send(port, 'POST', '/forms', headers, Buffer.from('x'));
      assert.ok([502, 503].includes(status), `status ${status}`);
    }
    assert.equal(api.requests.length, 1);
  });

  it('an answer that is neither yes nor a refusal lets nothing through', async (t) => {
    const api = await echo(t);
    let status;
    const odd = await recorder(t, (response) => {
      if (status === 0) return response.destroy();
      response.writeHead(status, { Location: '/', 'Remote-User': 'ann', 'X-Auth-Status': '200' });
      return response.end();
    });
    const { port } = await startGateway(t, gateway, { bearward: odd.port, api: api.port });
    for (status of [0, 301, 302, 404, 405, 500, 502]) {
      const answer = await send(port, 'GET', '/forms', withKey(annKey));
      assert.notEqual(Math.floor(answer.status / 100), 2, `${status} became ${answer.status}`);
    }
    assert.equal(api.requests.length, 0);
  });

  it('keeps its connection to Bearward, refusals included', async (t) => {
    const [bearward, api] = await Promise.all([startBearward(t), echo(t)]);
    const relay = await counter(t, bearward.port);
    const { port } = await startGateway(t, gateway, { bearward: relay.port, api: api.port });
    for (let round = 0; round < 6; ++round) {
      for (const headers of [withKey(annKey), [], withKey('nonsense')]) {
        await send(port, 'GET', '/forms', headers);
      }
      await send(port, 'GET', '/admin', withKey(annKey));
    }
    // HAProxy's health checks have connections of their own, one a second.
    assert.ok(relay.connections <= 6, `${relay.connections} connections for 24 checks`);
  });

  it('asks without body, query and cookies, over a kept connection', async (t) => {
    const api = await echo(t);
    const asked = await recorder(t, (response) => {
      const identity = Object.fromEntries(identityHeaders.map((name) => [name, '']));
      response.writeHead(200, { 'Content-Length': 0, ...identity }).end();
    });
    const { port } = await startGateway(t, gateway, { bearward: asked.port, api: api.port });
    for (let i = 0; i < 3; ++i) {
      const more = ['Cookie', 'Content-Type', 'User-Agent', 'X-Extra'];
      const headers = [...withKey('k'), ...more.map((name) => [name, 'mine'])];
      const answer = await send(port, 'POST', '/forms?a=b', headers, Buffer.from('the body'));
      assert.equal(answer.status, 200, answer.text);
    }
    for (const { method, url, headers, length } of asked.requests) {
      assert.deepEqual([method, length], ['GET', 0]);
      assert.match(url, /^\/gateway\/(nginx|forward-auth)\/api$/);
      assert.deepEqual(
        headers.filter(([, value]) => value === 'mine'),
        [],
      );
      assert.deepEqual(valuesOf(headers, 'X-Api-Key'), ['k']);
      const question = url.includes('nginx')
        ? { 'X-Original-Method': 'POST', 'X-Original-URL': 'http://127.0.0.1/forms?a=b' }
        : {
            'X-Forwarded-Method': 'POST',
            'X-Forwarded-Proto': 'http',
            'X-Forwarded-Host': `127.0.0.1:${port}`,
            'X-Forwarded-Uri': '/forms?a=b',
          };
      for (const [name, value] of Object.entries({ ...question, 'X-Forwarded-For': '127.0.0.1' })) {
        assert.deepEqual(valuesOf(headers, name), [value], name);
      }
    }
    const connections = new Set(asked.requests.map(({ connection }) => connection));
    assert.equal(connections.size, 1, 'a connection for every check');
    // HAProxy sends the first request of each client over a connection of its own.
    const onward = new Set(api.requests.map(({ connection }) => connection));
    assert.equal(onward.size, gateway === 'haproxy' ? 3 : 1, 'connections to the API');
  });
}

test(
  'nginx: a status that auth_request does not know comes back from behind the 403',
  { skip: missing('nginx') },
  async (t) => {
    const api = await echo(t);
    let truth;
    const asked = await recorder(t, (response) => {
      response.writeHead(403, { 'X-Auth-Status': truth, 'Retry-After': '7' }).end();
    });
    const { port } = await startGateway(t, 'nginx', { bearward: asked.port, api: api.port });
    for (truth of [400, 403, 429, 503]) {
      const answer = await send(port, 'GET', '/forms', withKey(annKey));
      assert.equal(answer.status, truth);
      assert.equal(answer.headers['retry-after'], '7');
      assert.equal(answer.headers['cache-control'], 'no-store');
    }
    assert.equal(api.requests.length, 0);
  },
);

test(
  'haproxy: an action that stops in the middle lets nothing through',
  {
    skip: missing('haproxy'),
  },
  async (t) => {
    const broken = "core.register_action('bearward', {'http-req'}, function() error('x') end, 1)\n";
    const change = (folder) => writeFileSync(path.join(folder, 'bearward.lua'), broken);
    const { api, port } = await startAll(t, 'haproxy', { change });
    assert.equal((await send(port, 'GET', '/forms', withKey(annKey))).status, 503);
    assert.equal(api.requests.length, 0);
  },
);

test(
  'nginx: two services, each with a policy for reading and one for changing',
  { skip: missing('nginx') },
  async (t) => {
    const writer = '0c5e7a90-1b2d-4c3f-8a4e-5f60718293a4';
    const more = `
[[roles]]
slug = "clerk"
permissions = ["forms:read", "forms:write", "records:read"]
[[users]]
username = "wim"
memberships = [{ organization = "Acme", roles = ["clerk"] }]
[[api_keys]]
user = "wim"
value = "${writer}"
`;
    const policies = () =>
      readFileSync(path.join(examples, 'nginx/two-services.toml'), 'utf8') + more;
    const [bearward, forms, records] = await Promise.all([
      startBearward(t, { policies }),
      echo(t),
      echo(t),
    ]);
    const ports = { bearward: bearward.port, api: forms.port, second: records.port };
    const { port } = await startGateway(t, 'nginx', { ...ports, file: 'two-services.conf' });
    const rows = [
      [200, 'GET', '/forms/1', annKey],
      [403, 'POST', '/forms', annKey],
      [200, 'POST', '/forms', writer],
      [200, 'DELETE', '/forms/1', writer],
      [200, 'GET', '/records/1', writer],
      [403, 'GET', '/records/1', annKey],
      [403, 'PUT', '/records/1', writer],
      [401, 'GET', '/forms/1', 'nonsense'],
      [404, 'GET', '/admin', writer],
      [403, 'GET', '/formsandmore', writer],
      [400, 'GET', '/records/..%2fforms', writer],
    ];
    for (const [status, method, target, key] of rows) {
      const body = method === 'POST' ? Buffer.alloc(2000000, 'x') : undefined;
      const answer = await send(port, method, target, withKey(key), body);
      assert.equal(answer.status, status, `${method} ${target}: ${answer.text}`);
    }
    assert.deepEqual([forms.requests.length, records.requests.length], [3, 1]);
    assert.deepEqual(valuesOf(records.requests[0].headers, 'Remote-User'), ['wim']);
    const preflight = [['Access-Control-Request-Method', 'PUT']];
    assert.equal((await send(port, 'OPTIONS', '/forms', preflight)).status, 200);
    assert.equal((await send(port, 'OPTIONS', '/records', preflight)).status, 401);
    const refused = await send(port, 'POST', '/forms', withKey(annKey));
    assert.equal(JSON.parse(refused.text).code, 'missing_permission');
    assert.match(refused.headers['www-authenticate'], /insufficient_scope/);
  },
);
