import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import {
  ask,
  askTls,
  asJson,
  bearer,
  binary,
  command,
  dataFolder,
  demo,
  logged,
  signIn,
  start,
} from './server.mjs';

test('apply twice: the second prints no change', (t) => {
  const data = dataFolder(t);
  const first = command(['apply', demo, '--data', data]);
  assert.equal(first.status, 0, first.stderr);
  assert.match(first.stdout, /created user ann/);
  const second = command(['apply', demo, '--data', data]);
  assert.equal(second.status, 0, second.stderr);
  assert.equal(second.stdout, 'no change\n');
});

test('apply beside a running server reaches its cached verdicts', async (t) => {
  const server = await start(t);
  const { token } = await signIn(server);
  const whoami = () => ask(server, 'GET', '/v1/whoami', { headers: bearer(token) });
  assert.equal((await whoami()).status, 200);
  const file = path.join(path.dirname(server.data), 'off.toml');
  writeFileSync(file, '[[users]]\nusername = "ann"\nactive = false\n');
  const applied = command(['apply', file, '--data', server.data]);
  assert.equal(applied.status, 0, applied.stderr);
  const deadline = Date.now() + 5000;
  while ((await whoami()).status === 200 && Date.now() < deadline);
  assert.equal((await whoami()).status, 401);
});

test('a wrong provisioning file stops with file and line, and changes nothing', (t) => {
  const data = dataFolder(t);
  command(['apply', demo, '--data', data]);
  const file = path.join(path.dirname(data), 'wrong.toml');
  writeFileSync(
    file,
    '[[users]]\nusername = "new"\n\n[[users]]\nusername = "zoe"\nemial = "zoe@acme.example"\n',
  );
  const applied = command(['apply', file, '--data', data]);
  assert.equal(applied.status, 1);
  assert.match(applied.stderr, /wrong\.toml:6: .*emial/);
  writeFileSync(file, '[[users]]\nusername = "new"\n');
  assert.match(command(['apply', file, '--data', data]).stdout, /created user new/);
});

test('every dialect answers over https too', async (t) => {
  const server = await start(t);
  assert.equal((await askTls(server, 'GET', '/api')).status, 200);
  const body = JSON.stringify({ username: 'ann', password: 'correct horse battery staple' });
  const login = await askTls(server, 'POST', '/auth/login', { headers: asJson, body });
  assert.equal(login.status, 200);
  const whoami = await askTls(server, 'GET', '/v1/whoami', { headers: bearer(login.json.token) });
  assert.equal(whoami.json.organization.number, 28);
});

test('the master key is for its owner only', async (t) => {
  const server = await start(t);
  assert.equal(statSync(path.join(server.data, 'master.key')).mode & 0o777, 0o600);
  assert.equal(statSync(path.join(server.data, 'tls-key.pem')).mode & 0o777, 0o600);
});

test('tokens outlive a restart', async (t) => {
  const data = dataFolder(t);
  const first = await start(t, { data });
  const { token } = await signIn(first);
  first.process.kill('SIGTERM');
  assert.deepEqual(await first.ended, { code: 0, signal: null });
  const second = await start(t, { data, apply: null });
  assert.equal((await ask(second, 'GET', '/v1/whoami', { headers: bearer(token) })).status, 200);
});

test('a second serve on one data folder fails and names the first', async (t) => {
  const server = await start(t);
  const flags = ['--data', server.data, '--http', '127.0.0.1:0', '--https', 'off'];
  const second = command(['serve', ...flags]);
  assert.equal(second.status, 1);
  assert.match(second.stderr, new RegExp(`process ${server.process.pid} serves this data folder`));
  assert.equal((await ask(server, 'GET', '/readyz')).status, 200);
});

test('serve and apply at once on a new folder both succeed', async (t) => {
  const data = dataFolder(t);
  const applying = spawn(binary, ['apply', demo, '--data', data], { stdio: 'ignore' });
  const applied = once(applying, 'exit');
  const server = await start(t, { data, apply: null });
  assert.deepEqual(await applied, [0, null]);
  const deadline = Date.now() + 5000;
  while (!(await signIn(server)).token && Date.now() < deadline);
  assert.ok((await signIn(server)).token);
});

test('serve --apply leaves generated secrets in a file that the log names', async (t) => {
  const data = dataFolder(t);
  mkdirSync(path.dirname(data), { recursive: true });
  const world = path.join(path.dirname(data), 'world.toml');
  writeFileSync(
    world,
    '[[environments]]\nname = "production"\n[[api_keys]]\nenvironment = "production"\n',
  );
  const server = await start(t, { data, apply: world });
  const files = readdirSync(data).filter((name) => name.startsWith('secrets-'));
  assert.equal(files.length, 1);
  const file = path.join(data, files[0]);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const [, key] = readFileSync(file, 'utf8').match(/ secret (sk_\w+)\n/);
  assert.equal((await ask(server, 'GET', '/v1/whoami', { headers: bearer(key) })).status, 200);
  await logged(server, /"change":"created api key production key_\w+ in production"/);
  await logged(server, file);
  server.process.kill('SIGINT');
  await server.ended;
  assert.ok(!server.log.includes(key), 'the secret is in the log');
});

test('on an empty store the log says what to do next, and that works', async (t) => {
  const server = await start(t, { apply: null });
  const { next } = JSON.parse(await logged(server, 'the database is empty'));
  const place = `--data ${server.data}`;
  assert.match(next, /as the user of this server/);
  const shown = [...next.matchAll(/bearward ((?:environment|key) create[^,]*)/g)];
  assert.deepEqual(
    shown.map(([, args]) => args),
    [`environment create --name production ${place}`, `key create ${place}`],
  );
  const [made, key] = shown.map(([, args]) => command(args.split(' ')));
  assert.equal(made.status, 0, made.stderr);
  const [, value] = key.stdout.match(/^value +(sk_live_\w+)$/m);
  assert.equal((await ask(server, 'GET', '/v1/whoami', { headers: bearer(value) })).status, 200);
});

test('the setup link is in a file of mode 0600, is not logged, and shows the form', async (t) => {
  const server = await start(t, { apply: null });
  await logged(server, 'No administrator exists yet');
  const file = path.join(server.data, 'setup-link.txt');
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const link = new URL(readFileSync(file, 'utf8').trim());
  const form = await ask(server, 'GET', link.pathname + link.search);
  assert.equal(form.status, 200);
  assert.match(form.text, /first administrator/);
  const wrong = await ask(server, 'GET', `${link.pathname}?token=wrong`);
  assert.equal(wrong.status, 403);
  server.process.kill('SIGINT');
  await server.ended;
  assert.ok(!server.log.includes(link.searchParams.get('token')), 'the link is in the log');
});

test('a vanished or damaged database is refused', async (t) => {
  const data = dataFolder(t);
  command(['apply', demo, '--data', data]);
  const serve = () =>
    command(['serve', '--data', data, '--http', '127.0.0.1:0', '--https', 'off']);
  for (const suffix of ['', '-wal', '-shm']) {
    rmSync(`${data}/bearward.db${suffix}`, { force: true });
  }
  const vanished = serve();
  assert.equal(vanished.status, 1);
  assert.match(vanished.stderr, /the database is missing or empty.*To start over/);
  assert.match(vanished.stderr, / \(database_missing\)$/m);
  writeFileSync(`${data}/bearward.db`, 'x'.repeat(8192));
  const damaged = serve();
  assert.equal(damaged.status, 1);
  assert.match(damaged.stderr, /the database is damaged.* \(database_damaged\)$/m);
});

test('SIGTERM fails readiness first and lets an open request finish', async (t) => {
  const server = await start(t);
  const { hostname, port } = new URL(server.http);
  const socket = net.connect(Number(port), hostname);
  const body = JSON.stringify({ username: 'ann', password: 'correct horse battery staple' });
  socket.write(
    `POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${body.length}\r\n\r\n${body.slice(0, 10)}`,
  );
  await new Promise((resolve) => socket.once('connect', resolve));
  assert.equal((await ask(server, 'GET', '/readyz')).status, 200);
  server.process.kill('SIGTERM');
  // Readiness fails first; the listener goes away once the drain has begun, and only then the rest
  // of the request is sent.
  const readiness = async () => {
    try {
      const answer = await ask(server, 'GET', '/readyz', { headers: { Connection: 'close' } });
      return answer.status;
    } catch {
      return 'refused';
    }
  };
  const seen = [];
  const deadline = Date.now() + 10000;
  while (seen.at(-1) !== 'refused' && Date.now() < deadline) {
    const now = await readiness();
    if (now !== seen.at(-1)) seen.push(now);
  }
  assert.deepEqual(seen.slice(-2), [503, 'refused']);
  let answer = '';
  socket.on('data', (bytes) => (answer += bytes));
  socket.write(body.slice(10));
  await new Promise((resolve) => socket.once('close', resolve));
  assert.match(answer, /^HTTP\/1\.1 200 /);
  assert.match(answer, /Connection: close/i);
  assert.deepEqual(await server.ended, { code: 0, signal: null });
});

test('no secret of a whole tour is in the log', async (t) => {
  const server = await start(t);
  const { token, refreshToken } = await signIn(server);
  await ask(server, 'GET', `/v1/whoami?access_token=${token}`, { headers: bearer(token) });
  await ask(server, 'POST', '/auth/refresh', {
    body: new URLSearchParams({ refresh_token: refreshToken }),
  });
  await signIn(server, { password: 'a wrong but secret password' });
  server.process.kill('SIGTERM');
  await server.ended;
  assert.match(server.log, /"route":/);
  for (const secret of [
    token,
    refreshToken,
    'correct horse',
    'a wrong but secret',
    'sk_test_0000',
  ]) {
    assert.ok(!server.log.includes(secret), 'a secret reached the log');
  }
});

/** The resident memory of a server without the pages of files, such as the program, in KiB. */
const anonymousMemory = (server) =>
  Number(/^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${server.process.pid}/status`, 'utf8'))[1]);

// Regression: each thread that had made or sent a large answer kept its memory, in all up to 9 MiB.
test('large answers leave no memory behind', async (t) => {
  const server = await start(t);
  const read = (target) =>
    Promise.all(
      Array.from({ length: 6 }, async () => {
        for (let i = 0; i < 60; ++i) {
          const answer = await fetch(server.http + target);
          assert.equal(answer.status, 200);
          await answer.arrayBuffer();
        }
      }),
    );
  // Its answers are short, and its row too is one of the workers.
  await read('/metrics');
  const before = anonymousMemory(server);
  await read('/openapi.json');
  const kept = anonymousMemory(server) - before;
  t.diagnostic(`${kept} KiB`);
  assert.ok(kept < 3 * 1024, `${kept} KiB`);
});

test('operators and programs of this machine have listeners of their own', async (t) => {
  const data = dataFolder(t);
  const socketPath = path.join(path.dirname(data), 'http.sock');
  const server = await start(t, {
    data,
    env: { BEARWARD_SERVER__OPERATORS: '127.0.0.1:0', BEARWARD_SERVER__UNIX: socketPath },
  });
  const operators = { http: server.ready.operators };
  assert.equal((await ask(operators, 'GET', '/readyz')).status, 200);
  assert.match((await ask(operators, 'GET', '/metrics')).text, /^bearward_http_requests_total/m);
  assert.equal((await ask(operators, 'GET', '/v1/whoami')).status, 404);
  assert.equal((await ask(server, 'GET', '/metrics')).status, 404);
  const status = await new Promise((resolve, reject) => {
    const request = http.get({ socketPath, path: '/livez' }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    request.on('error', reject);
  });
  assert.equal(status, 200);
  server.process.kill('SIGTERM');
  assert.deepEqual(await server.ended, { code: 0, signal: null });
  assert.equal(existsSync(socketPath), false);
});
