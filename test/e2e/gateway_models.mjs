// Models of the gateways that Debian does not have: proxies that behave as Envoy's and Traefik's
// documentation describes their check, and take everything that can be set from the shipped files.
// They show that the files and Bearward fit together; they are no proof about the real programs.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import YAML from 'yaml';
import { examples } from './gateways.mjs';

const read = (name) => YAML.parse(readFileSync(path.join(examples, name), 'utf8'));
const hopByHop = ['connection', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade'];

/** Header lines with lower-case names, by name; a name that occurs twice has both values. */
function linesOf(rawHeaders) {
  const lines = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    lines.push([rawHeaders[i].toLowerCase(), rawHeaders[i + 1]]);
  }
  return lines;
}

/** Lines without those of the names, and without those that Connection names. */
function without(lines, names) {
  const gone = new Set([...names].map((name) => name.toLowerCase()));
  return lines.filter(([name]) => !gone.has(name));
}

function set(lines, name, value) {
  return [...without(lines, [name]), [name.toLowerCase(), value]];
}

/** One request to its end; rejects if there is no response in time. */
function request(port, method, target, lines, body, milliseconds = 10000) {
  return new Promise((resolve, reject) => {
    const sent = http.request({
      host: '127.0.0.1', port, method, path: target, headers: lines.flat(), agent: false,
    });
    sent.setTimeout(milliseconds, () => sent.destroy(new Error('no response in time')));
    sent.on('error', reject);
    sent.on('response', (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({
          status: answer.statusCode,
          lines: linesOf(answer.rawHeaders),
          body: Buffer.concat(parts),
        }));
    });
    sent.end(body);
  });
}

/** Envoy: HTTP ext_authz, "Authorization request" and "Authorization response". */
function envoy() {
  const [listener] = read('envoy/envoy.yaml').static_resources.listeners;
  const manager = listener.filter_chains[0].filters[0].typed_config;
  const [strip, check] = manager.http_filters.map((filter) => filter.typed_config);
  const mutations = strip.mutations.request_mutations;
  const removed = mutations.flatMap(({ remove }) => remove ?? []);
  const odd = mutations.flatMap(
    ({ remove_on_match: one }) => one?.key_matcher.safe_regex.regex ?? [],
  );
  const isOdd = (name) => odd.some((regex) => new RegExp(`^(?:${regex})$`).test(name));
  const exact = ({ patterns }) => patterns.map((one) => one.exact.toLowerCase());
  const allowed = exact(check.allowed_headers);
  const service = check.http_service;
  const upstream = exact(service.authorization_response.allowed_upstream_headers);
  const client = exact(service.authorization_response.allowed_client_headers);
  const statuses = { ServiceUnavailable: 503 };
  return {
    /** The lines that go on to the filters: what the connection manager and the mutation leave. */
    clean(lines, peer) {
      const kept = without(lines, [...removed, ...hopByHop]).filter(
        ([name]) => !isOdd(name) && !name.includes('_') && !name.startsWith('x-envoy-'),
      );
      return set(set(kept, 'x-forwarded-for', peer), 'x-forwarded-proto', 'http');
    },
    refusesTarget: (target) => /%2f|%5c/i.test(target.split('?')[0]),
    question(method, target, lines) {
      const passed = lines.filter(([name]) => name === 'host' || allowed.includes(name));
      const empty = set(passed, 'content-length', '0');
      return { method, target: service.path_prefix + target, lines: empty };
    },
    milliseconds: 1000 * Number.parseFloat(service.server_uri.timeout),
    failure: statuses[check.status_on_error.code],
    isAllowed: (status) => status === 200,
    isFailure: (status) => status >= 500,
    onward(lines, answer) {
      const drop = answer.lines.filter(([name]) => name === 'x-envoy-auth-headers-to-remove');
      const names = drop.flatMap(([, value]) => value.split(',').map((one) => one.trim()));
      let next = without(lines, names);
      for (const [name, value] of answer.lines) {
        if (upstream.includes(name)) next = set(next, name, value);
      }
      return next;
    },
    /** Some headers are added although the list does not have them. */
    refusal: ({ status, lines, body }) => ({
      status,
      body,
      lines: lines.filter(([name]) => [...client, 'www-authenticate', 'location'].includes(name)),
    }),
  };
}

/** Traefik: ForwardAuth, and the headers middleware before it. */
function traefik() {
  const { middlewares } = read('traefik/dynamic.yml').http;
  const entry = read('traefik/traefik.yml').entryPoints.web;
  const [strip, check] = middlewares.bearward.chain.middlewares.map((name) => middlewares[name]);
  const removed = Object.keys(strip.headers.customRequestHeaders);
  const ask = check.forwardAuth;
  const lower = (names) => names.map((name) => name.toLowerCase());
  const forwarded = lower(['X-Forwarded-For', 'X-Forwarded-Host', 'X-Forwarded-Port',
    'X-Forwarded-Proto', 'X-Real-Ip']);
  const aliases = entry.http.aliasHeadersStrategy === 'delete';
  return {
    clean(lines, peer) {
      const untrusted = entry.forwardedHeaders.trustedIPs.length === 0 ? forwarded : [];
      const kept = without(lines, [...removed, ...untrusted, ...hopByHop]).filter(
        ([name]) => !aliases || /^[a-z0-9-]+$/.test(name),
      );
      return set(set(kept, 'x-forwarded-for', peer), 'x-forwarded-proto', 'http');
    },
    refusesTarget: (target) => /%2f|%5c|%3b/i.test(target.split('?')[0]),
    question(method, target, lines) {
      const host = lines.find(([name]) => name === 'host')[1];
      let passed = lines.filter(([name]) => lower(ask.authRequestHeaders).includes(name));
      for (const [name, value] of Object.entries({
        Host: new URL(ask.address).host,
        'X-Forwarded-Method': method,
        'X-Forwarded-Proto': 'http',
        'X-Forwarded-Host': host,
        'X-Forwarded-Uri': target,
        'X-Forwarded-For': lines.find(([name]) => name === 'x-forwarded-for')[1],
      })) {
        passed = set(passed, name, value);
      }
      return { method: 'GET', target: new URL(ask.address).pathname, lines: passed };
    },
    milliseconds: 30000,
    failure: 500,
    isAllowed: (status) => status >= 200 && status < 300,
    isFailure: () => false,
    onward(lines, answer) {
      let next = without(lines, ask.authResponseHeaders);
      for (const [name, value] of answer.lines) {
        if (lower(ask.authResponseHeaders).includes(name)) next = [...next, [name, value]];
      }
      return next;
    },
    refusal: ({ status, lines, body }) => ({ status, body, lines: without(lines, hopByHop) }),
  };
}

const models = { envoy, traefik };
export const modelled = Object.keys(models);

/** Starts a model in front of the API's port, which asks the port of Bearward. */
export async function startModel(t, name, { bearward, api }) {
  const model = models[name]();
  async function handle(method, target, rawHeaders, body) {
    if (model.refusesTarget(target)) return { status: 400, lines: [], body: '' };
    const lines = model.clean(linesOf(rawHeaders), '127.0.0.1');
    const ask = model.question(method, target, lines);
    const failed = { status: model.failure, lines: [], body: '' };
    let answer;
    try {
      answer = await request(bearward, ask.method, ask.target, ask.lines, '', model.milliseconds);
    } catch {
      return failed;
    }
    if (model.isFailure(answer.status)) return failed;
    if (!model.isAllowed(answer.status)) return model.refusal(answer);
    const next = without(model.onward(lines, answer), ['content-length']);
    return request(api, method, target, [...next, ['content-length', String(body.length)]], body);
  }
  const server = http.createServer(async (incoming, outgoing) => {
    const parts = [];
    for await (const part of incoming) parts.push(part);
    const { status, lines, body } = await handle(
      incoming.method, incoming.url, incoming.rawHeaders, Buffer.concat(parts),
    );
    outgoing.writeHead(status, without(lines, hopByHop).flat()).end(body);
  });
  t.after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server.address().port;
}
