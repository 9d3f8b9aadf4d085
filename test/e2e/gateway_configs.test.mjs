// The configurations of examples/gateways as texts: also those of gateways that Debian lacks.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { examples, gateways, identityHeaders, shippedPorts, withPorts } from './gateways.mjs';

const read = (name) => readFileSync(path.join(examples, name), 'utf8');
const lower = (names) => names.map((name) => name.toLowerCase());

const remote = lower(identityHeaders.filter((name) => name.startsWith('Remote-')));
const signed = 'x-bearward-identity';

// Headers with which a client could deceive an API, or a less careful check.
const forwarded = [
  'forwarded',
  'x-forwarded-method',
  'x-forwarded-uri',
  'x-forwarded-prefix',
  'x-forwarded-path',
  'x-forwarded-scheme',
  'x-forwarded-server',
  'x-forwarded-ssl',
  'x-forwarded-user',
  'x-forwarded-groups',
  'x-forwarded-email',
  'x-forwarded-preferred-username',
  'x-original-method',
  'x-original-url',
  'x-original-uri',
  'x-original-host',
  'x-original-proto',
  'x-original-path',
  'x-rewrite-url',
];
const stripped = [...lower(identityHeaders), ...forwarded].sort();

// What Bearward says beside a refusal.
const relayed = [
  'cache-control',
  'content-type',
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  'www-authenticate',
];

test('the shipped files name their ports, and only those are replaced', (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'bearward-ports-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const main = { nginx: 'bearward.conf', caddy: 'Caddyfile', haproxy: 'haproxy.cfg' };
  const ports = { listen: 41000, bearward: 41080, api: 41900 };
  for (const gateway of gateways) {
    withPorts(gateway, folder, ports);
    const copy = readFileSync(path.join(folder, main[gateway]), 'utf8');
    const shipped = read(`${gateway}/${main[gateway]}`);
    for (const use of Object.keys(ports)) {
      const count = (text, port) => text.split(`:${port}`).length - 1;
      assert.ok(count(shipped, shippedPorts[use]) >= 1, `${gateway}: ${use}`);
      assert.equal(count(copy, shippedPorts[use]), 0, `${gateway}: ${use}`);
      assert.equal(count(copy, ports[use]), count(shipped, shippedPorts[use]));
    }
  }
});

for (const [file, start] of [
  ['nginx/bearward.conf', 'location / {'],
  ['nginx/two-services.conf', 'The answer of the check.'],
]) {
  test(`${file} takes off or sets every header that only a proxy may send`, () => {
    const api = read(file).split(start)[1].split('location = /_bearward')[0];
    const set = [...api.matchAll(/^ *proxy_set_header (\S+)/gm)].map(([, name]) => name);
    assert.deepEqual(
      stripped.filter((name) => !lower(set).includes(name)),
      [],
    );
  });
}

test('the two nginx files ask and refuse in the same way', () => {
  const common = (file) => {
    const text = read(file).replace(/^ +/gm, '');
    return ['location = /_bearward', 'location @bearward_refused', 'location @bearward_away'].map(
      (start) => text.slice(text.indexOf(start)).split('\n}\n')[0],
    );
  };
  const [check, ...refusals] = common('nginx/bearward.conf');
  const [other, ...otherRefusals] = common('nginx/two-services.conf');
  assert.equal(other.replace('$bearward_policy', 'api'), check);
  assert.deepEqual(otherRefusals, refusals);
});

test('Traefik: the static file drops aliases and trusts no peer', () => {
  const { entryPoints, providers } = parse(read('traefik/traefik.yml'));
  assert.equal(entryPoints.web.http.aliasHeadersStrategy, 'delete');
  assert.deepEqual(entryPoints.web.forwardedHeaders, { trustedIPs: [] });
  assert.ok(Object.values(entryPoints.web.http.encodedCharacters).every((may) => may === false));
  assert.match(providers.file.filename, /dynamic\.yml$/);
});

test('Traefik: everything is stripped first, then Bearward is asked', () => {
  const { routers, middlewares, services } = parse(read('traefik/dynamic.yml')).http;
  for (const router of Object.values(routers)) {
    assert.deepEqual(router.middlewares, ['bearward']);
    assert.ok(services[router.service]);
  }
  assert.deepEqual(middlewares.bearward.chain.middlewares, ['bearward-strip', 'bearward-ask']);
  const off = middlewares['bearward-strip'].headers.customRequestHeaders;
  assert.deepEqual(lower(Object.keys(off)).sort(), [...stripped, 'connection'].sort());
  assert.ok(Object.values(off).every((value) => value === ''));

  const ask = middlewares['bearward-ask'].forwardAuth;
  assert.equal(ask.address, `http://127.0.0.1:${shippedPorts.bearward}/gateway/forward-auth/api`);
  assert.equal(ask.trustForwardHeader, false);
  assert.equal(ask.forwardBody, false);
  assert.equal(ask.preserveRequestMethod, false);
  assert.ok(ask.maxResponseBodySize > 0);
  assert.deepEqual(lower(ask.authRequestHeaders), [
    'authorization',
    'x-api-key',
    'access-control-request-method',
  ]);
  assert.deepEqual(lower(ask.authResponseHeaders), [...remote, signed]);
});

test('Envoy: everything is stripped first, then Bearward is asked, and silence is a no', () => {
  const { listeners, clusters } = parse(read('envoy/envoy.yaml')).static_resources;
  const [{ typed_config: manager }] = listeners[0].filter_chains[0].filters;
  assert.equal(manager.use_remote_address, true);
  assert.equal(manager.normalize_path, true);
  assert.equal(manager.path_with_escaped_slashes_action, 'REJECT_REQUEST');
  assert.match(manager.common_http_protocol_options.headers_with_underscores_action, /DROP|REJECT/);

  const [strip, ask, router, ...rest] = manager.http_filters.map((filter) => filter.typed_config);
  assert.deepEqual(rest, []);
  assert.match(strip['@type'], /\.HeaderMutation$/);
  assert.match(ask['@type'], /\.ExtAuthz$/);
  assert.match(router['@type'], /\.Router$/);

  const mutations = strip.mutations.request_mutations;
  const off = mutations.flatMap(({ remove }) => remove ?? []);
  const more = ['x-envoy-original-path', 'x-forwarded-host', 'x-forwarded-port', 'x-real-ip'];
  assert.deepEqual(off.sort(), [...stripped, ...more].sort());
  const { regex } = mutations.at(-1).remove_on_match.key_matcher.safe_regex;
  const odd = new RegExp(`^(?:${regex})$`);
  for (const name of ['remote_user', 'remote.user', 'x-auth!request-user']) assert.match(name, odd);
  for (const name of [':path', ':authority', 'host', 'remote-user']) assert.doesNotMatch(name, odd);

  const exact = ({ patterns }) => patterns.map((pattern) => pattern.exact);
  assert.equal(ask.failure_mode_allow, false);
  assert.deepEqual(exact(ask.allowed_headers), [
    'authorization',
    'x-api-key',
    'x-forwarded-for',
    'x-forwarded-proto',
    'access-control-request-method',
  ]);
  const { http_service: service } = ask;
  assert.equal(service.path_prefix, '/gateway/envoy/api');
  assert.match(service.server_uri.timeout, /^\d+(\.\d+)?s$/);
  const answer = service.authorization_response;
  assert.deepEqual(exact(answer.allowed_upstream_headers), [...remote, signed]);
  assert.deepEqual(exact(answer.allowed_client_headers).sort(), relayed);

  const names = clusters.map(({ name }) => name);
  assert.ok(names.includes(service.server_uri.cluster));
  for (const { routes } of manager.route_config.virtual_hosts) {
    for (const { route } of routes) assert.ok(names.includes(route.cluster));
  }
});
