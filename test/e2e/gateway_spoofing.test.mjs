// What a hostile client can not do through the real gateways, configured as shipped in
// examples/gateways. Each test names the class of docs/security/incidents.md that it keeps out.
import assert from 'node:assert/strict';
import net from 'node:net';
import { test } from 'node:test';
import {
  annKey,
  echo,
  gateways,
  identityHeaders,
  missing,
  send,
  startAll,
  startGateway,
  tokenOf,
  valuesOf,
  zedKey,
} from './gateways.mjs';

const key = (value = annKey) => [['X-Api-Key', value]];

// Headers that a check could be steered by, here all saying that something allowed was asked.
const forwarded = [
  ['X-Forwarded-Uri', '/forms/1'],
  ['X-Forwarded-Method', 'GET'],
  ['X-Forwarded-Proto', 'https'],
  ['X-Forwarded-Host', 'evil.example'],
  ['X-Forwarded-For', '203.0.113.9'],
  ['X-Forwarded-Port', '8443'],
  ['X-Forwarded-Prefix', '/forms'],
  ['X-Forwarded-Path', '/forms/1'],
  ['X-Forwarded-Scheme', 'https'],
  ['X-Forwarded-Server', 'evil.example'],
  ['X-Forwarded-Ssl', 'on'],
  ['X-Forwarded-User', 'root'],
  ['Forwarded', 'for=203.0.113.9;host=evil.example;proto=https'],
  ['X-Original-URL', 'http://127.0.0.1/forms/1'],
  ['X-Original-URI', '/forms/1'],
  ['X-Original-Method', 'GET'],
  ['X-Original-Host', 'evil.example'],
  ['X-Original-Proto', 'https'],
  ['X-Original-Path', '/forms/1'],
  ['X-Rewrite-URL', '/forms/1'],
  ['X-Real-IP', '203.0.113.9'],
];

// What an API behind CGI, WSGI or FastCGI reads a name as.
const folded = (name) => name.toLowerCase().replace(/[^a-z0-9]/g, '-');

// What HTTP allows in a name besides letters, digits and the dash.
const oddCharacters = [..."!#$%&'*+.^_`|~"];

function isRefused(status, what) {
  assert.ok(status === 400 || status === 403, `${what}: ${status}`);
}

for (const gateway of gateways) {
  const it = (title, run) => test(`${gateway}: ${title}`, { skip: missing(gateway) }, run);

  it('F1: forwarded headers of the client neither steer the check nor reach the API', async (t) => {
    const { api, port } = await startAll(t, gateway);
    for (const header of forwarded) {
      const outside = await send(port, 'DELETE', '/admin', [...key(), header]);
      assert.equal(outside.status, 403, header[0]);
      const method = await send(port, 'DELETE', '/forms/1', [...key(), header]);
      assert.equal(method.status, 403, header[0]);
    }
    assert.equal((await send(port, 'DELETE', '/admin', [...key(), ...forwarded])).status, 403);
    assert.equal(api.requests.length, 0);

    const answer = await send(port, 'GET', '/forms/2', [...key(), ...forwarded]);
    assert.equal(answer.status, 200, answer.text);
    const { headers } = api.requests.at(-1);
    assert.deepEqual(valuesOf(headers, 'X-Forwarded-For'), ['127.0.0.1']);
    assert.deepEqual(valuesOf(headers, 'X-Forwarded-Proto'), ['http']);
    for (const name of ['Host', 'X-Forwarded-Host']) {
      assert.match(valuesOf(headers, name).join(), /^127\.0\.0\.1(:\d+)?$/, name);
    }
    const sent = new Set(forwarded.map(([, value]) => value));
    for (const [name, value] of headers) assert.ok(!sent.has(value), `${name}: ${value}`);
  });

  it('F2: identity headers of the client never reach the API', async (t) => {
    const { api, port } = await startAll(t, gateway);
    const forged = identityHeaders.map((name) => [name, 'root']);
    for (const value of [annKey, zedKey]) {
      const answer = await send(port, 'GET', '/forms', [...key(value), ...forged, ...forged]);
      assert.equal(answer.status, 200, answer.text);
      const { headers } = api.requests.at(-1);
      assert.deepEqual(valuesOf(headers, 'Remote-User'), [value === annKey ? 'ann' : 'zed']);
      assert.ok(!headers.some(([, text]) => text.includes('root')), JSON.stringify(headers));
      // Another gateway's way to say that something is missing.
      assert.ok(!headers.some(([, text]) => text.includes('{')), JSON.stringify(headers));
    }
    const nobody = await send(port, 'GET', '/forms', forged);
    assert.equal(nobody.status, 401, nobody.text);
    assert.equal(api.requests.length, 2);
  });

  it('F3: nothing that reads like an identity or forwarded header passes', async (t) => {
    const { api, port } = await startAll(t, gateway);
    const families = [identityHeaders, forwarded.map(([name]) => name)];
    const wanted = new Set(families.flat().map(folded));
    for (const odd of oddCharacters) {
      const spellings = [
        (name) => name.replaceAll('-', odd),
        (name) => name.replace('-', odd),
        (name) => name.toLowerCase().replaceAll('-', odd),
      ];
      for (const [spell, names] of spellings.flatMap((s) => families.map((f) => [s, f]))) {
        const forged = names.map(spell).filter((name) => !names.includes(name));
        const headers = forged.map((name) => [name, 'forged']);
        const answer = await send(port, 'GET', '/forms', [...key(), ...headers]);
        assert.equal(answer.status, 200, `${odd}: ${answer.text}`);
        const passed = api.requests.at(-1).headers.filter(([, value]) => value === 'forged');
        assert.deepEqual(
          passed.filter(([name]) => wanted.has(folded(name))),
          [],
          odd,
        );
      }
    }
    const misspelt = [
      ['X_Forwarded_Uri', '/forms'],
      ['X.Original.URL', 'http://h/forms'],
    ];
    for (const header of misspelt) {
      assert.equal((await send(port, 'GET', '/admin', [...key(), header])).status, 403);
    }
    assert.equal((await send(port, 'GET', '/forms', [['X_Api_Key', annKey]])).status, 401);
  });

  it('F3: of two credentials the API sees the one that was checked, or nothing', async (t) => {
    const { bearward, api, port } = await startAll(t, gateway);
    const token = await tokenOf(bearward, 'ann', 'correct horse battery staple');
    const pairs = [
      [
        ['X-Api-Key', annKey],
        ['X-Api-Key', 'other'],
      ],
      [
        ['X-Api-Key', 'other'],
        ['X-Api-Key', annKey],
      ],
      [
        ['X-Api-Key', annKey],
        ['x-api-key', zedKey],
      ],
      [
        ['Authorization', `Bearer ${token}`],
        ['Authorization', 'Bearer other'],
      ],
      [
        ['Authorization', 'Bearer other'],
        ['Authorization', `Bearer ${token}`],
      ],
    ];
    for (const headers of pairs) {
      const before = api.requests.length;
      const answer = await send(port, 'GET', '/forms', headers);
      if (answer.status === 200) {
        const seen = api.requests.at(-1).headers;
        const [name, checked] = headers[0];
        assert.deepEqual(valuesOf(seen, name), [checked]);
        assert.deepEqual(valuesOf(seen, 'Remote-User'), ['ann']);
      } else {
        assert.ok([400, 401, 403].includes(answer.status), `${answer.status}`);
        assert.equal(api.requests.length, before);
      }
    }
    const both = [
      ['X-Api-Key', annKey],
      ['Authorization', 'Bearer other'],
    ];
    isRefused((await send(port, 'GET', '/forms', both)).status, 'a key and a token');
  });

  it('F3: a Connection header takes nothing from the check or from the API', async (t) => {
    const { api, port } = await startAll(t, gateway);
    const listed = [
      'Remote-User, Remote-Groups, Remote-Email',
      'X-Forwarded-Uri, X-Forwarded-Method, X-Forwarded-Host, X-Forwarded-For',
      'X-Original-URL, X-Original-Method',
      'Authorization, X-Api-Key',
    ];
    for (const names of listed) {
      const headers = [...key(), ['Connection', `close, ${names}`]];
      const answer = await send(port, 'GET', '/forms', headers);
      assert.equal(answer.status, 200, `${names}: ${answer.text}`);
      const seen = api.requests.at(-1).headers;
      assert.deepEqual(valuesOf(seen, 'Remote-User'), ['ann'], names);
      assert.deepEqual(valuesOf(seen, 'X-Forwarded-For'), ['127.0.0.1'], names);
      assert.doesNotMatch(valuesOf(seen, 'Connection').join(), /Remote|Forwarded|Api/i);
      const outside = await send(port, 'GET', '/admin', headers);
      assert.equal(outside.status, 403, names);
    }
  });

  it('F3: an upgrade opens no tunnel past the check', async (t) => {
    const { api, port } = await startAll(t, gateway);
    const upgrade = [
      ['Connection', 'Upgrade, HTTP2-Settings'],
      ['HTTP2-Settings', 'AAMAAABk'],
    ];
    for (const protocol of ['h2c', 'websocket']) {
      await send(port, 'GET', '/forms', [...key(), ['Upgrade', protocol], ...upgrade]);
      const { headers } = api.requests.at(-1);
      assert.deepEqual(valuesOf(headers, 'Upgrade'), []);
      assert.doesNotMatch(valuesOf(headers, 'Connection').join(), /upgrade/i);
    }
  });

  it('F3: a trailer is no identity header', async (t) => {
    const { api, port } = await startAll(t, gateway);
    const request =
      `POST /forms HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Api-Key: ${annKey}\r\nConnection: close\r\n` +
      'TE: trailers\r\nTrailer: Remote-User\r\nTransfer-Encoding: chunked\r\n\r\n' +
      '1\r\nx\r\n0\r\nRemote-User: root\r\n\r\n';
    const answer = await raw(port, request);
    if (/^HTTP\/1\.1 200/.test(answer)) {
      const { headers, trailers } = api.requests.at(-1);
      assert.deepEqual(valuesOf(headers, 'Remote-User'), ['ann']);
      // HAProxy before 3.2 can not keep trailers back, as its file says; they stay trailers.
      if (gateway !== 'haproxy') assert.deepEqual(trailers, []);
    } else {
      assert.match(answer, /^HTTP\/1\.1 40[03]/);
    }
  });

  it('F4: a path that can be read two ways is refused', async (t) => {
    const { api, port } = await startAll(t, gateway);
    const targets = [
      '/forms/../admin',
      '/forms/./1',
      '/forms/..',
      '/forms/%2e%2e/admin',
      '/forms/%2E%2e%2fadmin',
      '/forms/..%2fadmin',
      '/forms%2f..%2fadmin',
      '/forms/..%5cadmin',
      '/forms/..\\admin',
      '/forms/..;/admin',
      '/forms/1;x=/admin',
      '//forms/1',
      '/forms//1',
      '/forms/1#/admin',
      '/forms/1%00',
      '/forms/%zz',
      '/forms/%',
      '/%66orms/1',
      '/FORMS/1',
      'http://127.0.0.1/admin',
      'http://evil.example/forms/../admin',
    ];
    // Caddy asks about these, and sends these, where another gateway refuses what was sent.
    const unambiguous = new Set(['/forms/1%23/admin']);
    for (const target of targets) {
      const before = api.requests.length;
      const answer = await raw(
        port,
        `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Api-Key: ${annKey}\r\n` +
          'Connection: close\r\n\r\n',
      );
      const seen = api.requests.slice(before).map(({ url }) => url);
      if (unambiguous.has(seen[0])) {
        assert.match(answer, /^HTTP\/1\.1 200 /);
      } else {
        assert.match(answer, /^HTTP\/1\.[01] 40[03] /, `${target}: ${answer.slice(0, 60)}`);
        assert.deepEqual(seen, [], target);
      }
    }
  });

  it('F5: neither the query nor a user agent opens anything', async (t) => {
    const { api, port } = await startAll(t, gateway);
    const targets = ['/admin?/forms', '/admin?policy=open&scope=', '/admin?rd=/forms', '/livez'];
    const agents = ['kube-probe/1.30', 'ELB-HealthChecker/2.0', 'GoogleHC/1.0'];
    for (const target of targets) {
      for (const agent of agents) {
        const answer = await send(port, 'GET', target, [...key(), ['User-Agent', agent]]);
        assert.equal(answer.status, 403, target);
      }
      assert.equal((await send(port, 'GET', target)).status, 401, target);
    }
    for (const target of ['/gateway/nginx/api', '/gateway/forward-auth/api']) {
      assert.equal((await send(port, 'GET', target, key())).status, 403, target);
    }
    const own = await send(port, 'GET', '/_bearward', key());
    assert.equal(own.status, gateway === 'nginx' ? 404 : 403);
    assert.equal(api.requests.length, 0);
  });

  it('F7: the headers of a rewritten path do not reach the API', async (t) => {
    const { api, port } = await startAll(t, gateway);
    const rewritten = ['X-Original-URL', 'X-Original-URI', 'X-Rewrite-URL', 'X-Forwarded-Uri'];
    const headers = rewritten.map((name) => [name, '/admin']);
    assert.equal((await send(port, 'GET', '/forms', [...key(), ...headers])).status, 200);
    for (const name of rewritten) {
      assert.deepEqual(valuesOf(api.requests.at(-1).headers, name), [], name);
    }
  });
}

function raw(port, text) {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = net.connect(port, '127.0.0.1', () => socket.write(text, 'latin1'));
    socket.on('data', (bytes) => (answer += bytes));
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}

test('F6: a Bearward that never answers lets nothing through any gateway', async (t) => {
  const api = await echo(t);
  const silent = net.createServer((socket) => {
    socket.on('error', () => {});
    t.after(() => socket.destroy());
  });
  await new Promise((resolve) => silent.listen(0, '127.0.0.1', resolve));
  t.after(() => silent.close());
  const asked = gateways
    .filter((gateway) => !missing(gateway))
    .map(async (gateway) => {
      const bearward = silent.address().port;
      const { port } = await startGateway(t, gateway, { bearward, api: api.port });
      const { status } = await send(port, 'GET', '/forms', key());
      assert.ok([500, 502, 503, 504].includes(status), `${gateway}: ${status}`);
    });
  await Promise.all(asked);
  assert.equal(api.requests.length, 0);
});
