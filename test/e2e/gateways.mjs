// The real gateways with the configurations of examples/gateways as shipped, in front of an API
// that says what it was sent.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ask, asJson, demo, root, start } from './server.mjs';

export const examples = path.join(root, 'examples/gateways');

/**
 * What of the shipped files is replaced, and nothing else: the ports, and the path that HAProxy's
 * file names for its Lua action. Caddy has a port of its own for the check, and nginx's example
 * with two services one for the second.
 */
export const shippedPorts = { listen: 8000, bearward: 8080, api: 9000, check: 8001, second: 9001 };
const shippedLua = '/etc/haproxy/bearward.lua';

/** Ann may read forms and has all identity values; Zed may too and has a user name only. */
export const annKey = '3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44';
export const zedKey = '5b1d7c0e-93f4-4e0a-8c55-6a2f1d3b7e90';
const zed = `
[[users]]
username = "zed"
password = "correct horse battery staple"
memberships = [{ organization = "Acme", roles = ["planner"] }]
[[api_keys]]
user = "zed"
value = "${zedKey}"
`;

/** Headers that say who is asking. Only Bearward's own may reach the API. */
export const identityHeaders = [
  'Remote-User',
  'Remote-Groups',
  'Remote-Email',
  'Remote-Name',
  'X-Auth-Request-User',
  'X-Auth-Request-Groups',
  'X-Auth-Request-Email',
  'X-Auth-Request-Preferred-Username',
  'X-Bearward-Identity',
];

// How each is started in the foreground, as one process. nginx gets the main file that a
// distribution would have around conf.d.
const programs = {
  nginx(folder, file = 'bearward.conf') {
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    const main = path.join(folder, 'nginx.conf');
    writeFileSync(
      main,
      `daemon off; master_process off; pid ${folder}/pid; error_log stderr warn;
       events { worker_connections 256; }
       http {
         access_log off;
         ${temporary.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ')}
         include ${folder}/${file};
       }`,
    );
    return ['nginx', '-e', 'stderr', '-c', main];
  },
  caddy: (folder) => [
    'caddy',
    'run',
    '--adapter',
    'caddyfile',
    '--config',
    path.join(folder, 'Caddyfile'),
  ],
  haproxy: (folder) => ['haproxy', '-db', '-f', path.join(folder, 'haproxy.cfg')],
};

export const gateways = Object.keys(programs);

// Debian keeps servers where a user's PATH does not look.
const environment = { ...process.env, PATH: `${process.env.PATH}:/usr/local/sbin:/usr/sbin:/sbin` };

/** A reason to skip, or false: the gateway is there. */
export function missing(gateway) {
  const flag = gateway === 'caddy' ? 'version' : '-v';
  const found = spawnSync(gateway, [flag], { env: environment });
  return found.error ? `${gateway} is not installed` : false;
}

function replacePorts(text, from, to) {
  const uses = Object.keys(from).filter((use) => to[use] !== undefined);
  const others = new Map(uses.map((use) => [String(from[use]), to[use]]));
  return text.replace(/:(\d+)\b/g, (all, port) =>
    others.has(port) ? `:${others.get(port)}` : all,
  );
}

/** Copies a shipped configuration with other ports, and makes sure that only those differ. */
export function withPorts(gateway, folder, ports) {
  const lua = path.join(folder, path.basename(shippedLua));
  for (const name of readdirSync(path.join(examples, gateway))) {
    const shipped = readFileSync(path.join(examples, gateway, name), 'utf8');
    const copy = replacePorts(shipped, shippedPorts, ports).replace(shippedLua, lua);
    const back = replacePorts(copy.replace(lua, shippedLua), ports, shippedPorts);
    assert.equal(back, shipped, `${name}: more than its ports has changed`);
    writeFileSync(path.join(folder, name), copy);
  }
}

// The kernel may offer a port again as soon as it was closed.
const offered = new Set();

async function freePort() {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (offered.has(port)) return freePort();
  offered.add(port);
  return port;
}

function connects(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/**
 * Starts one as shipped, between the client and the ports. `change` may edit the folder, and `file`
 * is another file of it than the main one.
 */
export async function startGateway(t, gateway, options) {
  const { bearward, api, change = () => {}, file } = options;
  const second = options.second ?? (await freePort());
  const folder = mkdtempSync(path.join(tmpdir(), `bearward-${gateway}-`));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const ports = { listen: await freePort(), bearward, api, check: await freePort(), second };
  withPorts(gateway, folder, ports);
  change(folder);
  const [program, ...args] = programs[gateway](folder, file);
  const env = { ...environment, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder };
  const child = spawn(program, args, { env, cwd: tmpdir(), stdio: ['ignore', 'pipe', 'pipe'] });
  const running = { port: ports.listen, log: '' };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (b) => (running.log += b));
  let ended = false;
  const end = new Promise((resolve) => child.once('exit', resolve)).then(() => (ended = true));
  t.after(async () => {
    child.kill('SIGKILL');
    await end;
  });
  // Caddy opens its two sites one after the other, and answers 502 while the second is missing.
  const awaited = gateway === 'caddy' ? [ports.listen, ports.check] : [ports.listen];
  const deadline = Date.now() + 20000;
  for (const port of awaited) {
    while (!(await connects(port))) {
      assert.ok(!ended && Date.now() < deadline, `${gateway} did not start: ${running.log}`);
      await wait(20);
    }
  }
  return running;
}

function listen(t, handler) {
  const server = http.createServer({ keepAliveTimeout: 60000 }, handler);
  t.after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve(server.address().port)),
  );
}

/** An HTTP server that keeps what it is sent and answers by `answer`, but is ready when asked. */
export async function recorder(t, answer) {
  const kept = { requests: [] };
  kept.port = await listen(t, (request, response) => {
    if (request.url === '/readyz') return response.end();
    const hash = createHash('sha256');
    let length = 0;
    request.on('data', (bytes) => {
      hash.update(bytes);
      length += bytes.length;
    });
    request.on('end', () => {
      const { method, url, rawHeaders, rawTrailers, socket } = request;
      const seen = {
        method,
        url,
        headers: pairs(rawHeaders),
        trailers: pairs(rawTrailers),
        length,
      };
      seen.sha256 = hash.digest('hex');
      seen.connection = socket.remotePort;
      kept.requests.push(seen);
      answer(response, seen);
    });
  });
  return kept;
}

/** The API behind the gateway: 200 to everything, with what it was sent. */
export function echo(t) {
  return recorder(t, (response, seen) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'X-Echo': 'here' });
    response.end(JSON.stringify(seen));
  });
}

/** A relay to a port that counts the connections through it. */
export async function counter(t, port) {
  const relay = { connections: 0 };
  const server = net.createServer((near) => {
    ++relay.connections;
    const far = net.connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ]) {
      from.on('error', () => to.destroy());
      from.pipe(to);
      t.after(() => from.destroy());
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return Object.assign(relay, { port: server.address().port });
}

function pairs(raw) {
  return Array.from({ length: raw.length / 2 }, (_, i) => [raw[2 * i], raw[2 * i + 1]]);
}

/** All values under a name, of headers as `[name, value]`. */
export function valuesOf(headers, name) {
  return headers.filter(([key]) => key.toLowerCase() === name.toLowerCase()).map(([, v]) => v);
}

/** One request with exactly these header lines: doubled, misspelt or forged as the test likes. */
export function send(port, method, target, headers = [], body = undefined) {
  const lines = [['Host', `127.0.0.1:${port}`], ...headers];
  if (body && !valuesOf(lines, 'Transfer-Encoding').length) {
    lines.push(['Content-Length', String(body.length)]);
  }
  const options = { host: '127.0.0.1', port, method, path: target, headers: lines.flat() };
  return new Promise((resolve, reject) => {
    const request = http.request({ ...options, agent: false }, (answer) => {
      let text = '';
      answer.on('data', (bytes) => (text += bytes));
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Bearward with the demo's world and Zed; the shipped policy may be changed, or be missing. */
export async function startBearward(t, { policies = (shipped) => shipped, env } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'bearward-world-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const apply = path.join(folder, 'world.toml');
  const shipped = readFileSync(path.join(examples, 'policies.toml'), 'utf8');
  writeFileSync(apply, [readFileSync(demo, 'utf8'), zed, policies(shipped)].join('\n'));
  const server = await start(t, { apply, env });
  return Object.assign(server, { port: Number(new URL(server.http).port) });
}

/** All three in a row: client -> gateway -> Bearward and API. */
export async function startAll(t, gateway, options = {}) {
  const [bearward, api] = await Promise.all([startBearward(t, options), echo(t)]);
  const running = await startGateway(t, gateway, {
    bearward: bearward.port,
    api: api.port,
    ...options,
  });
  return { bearward, api, port: running.port, running };
}

/** The bearer token of a TeleTracker sign-in. */
export async function tokenOf(server, username, password) {
  const body = JSON.stringify({ username, password });
  return (await ask(server, 'POST', '/auth/login', { headers: asJson, body })).json.token;
}
