// HTTP/2 on the HTTPS listener, with Node.js' client, curl and h2load.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http2 from 'node:http2';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import tls from 'node:tls';
import { setTimeout as wait } from 'node:timers/promises';
import { asJson, askTls, bearer, binary, dataFolder, demo, root, start } from './server.mjs';

const certificate = (server) => path.join(server.data, 'tls-certificate.pem');

/** An open connection that ends with the test. */
async function connect(t, server) {
  const session = http2.connect(server.https, { ca: readFileSync(certificate(server)) });
  session.on('error', () => {});
  t.after(() => session.destroy());
  await once(session, 'connect');
  return session;
}

/** One request: status, headers and text. */
function ask(session, method, target, { headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const stream = session.request({ ':method': method, ':path': target, ...headers });
    const answer = { text: '' };
    stream.setEncoding('utf8');
    stream.on('response', (received) => (answer.headers = received));
    stream.on('data', (text) => (answer.text += text));
    stream.on('error', reject);
    stream.on('close', () => {
      if (!answer.headers) return reject(new Error(`no response, code ${stream.rstCode}`));
      answer.status = answer.headers[':status'];
      return resolve(answer);
    });
    stream.end(body);
  });
}

async function signIn(session) {
  const body = JSON.stringify({ username: 'ann', password: 'correct horse battery staple' });
  const answer = await ask(session, 'POST', '/auth/login', { headers: asJson, body });
  assert.equal(answer.status, 200);
  return JSON.parse(answer.text);
}

test('a user signs in, and many concurrent requests are verified on one connection', async (t) => {
  const server = await start(t);
  const session = await connect(t, server);
  assert.equal(session.alpnProtocol, 'h2');
  const { token } = await signIn(session);
  const whoami = () => ask(session, 'GET', '/v1/whoami', { headers: bearer(token) });
  const answers = await Promise.all(Array.from({ length: 300 }, whoami));
  assert.deepEqual([...new Set(answers.map((answer) => answer.status))], [200]);
  assert.equal(new Set(answers.map((answer) => answer.text)).size, 1);
  const refused = await ask(session, 'GET', '/v1/whoami', { headers: bearer(`${token}x`) });
  assert.equal(refused.status, 401);
  assert.ok(refused.headers['www-authenticate']);
  const metrics = await ask(session, 'GET', '/metrics');
  assert.match(metrics.text, /^bearward_connections_accepted_total 1$/m);
});

test('a body that is too large is 413, and the connection goes on', async (t) => {
  const server = await start(t);
  const session = await connect(t, server);
  const body = 'x'.repeat(2_000_000);
  const answer = await ask(session, 'POST', '/auth/login', { headers: asJson, body });
  assert.equal(answer.status, 413);
  assert.ok(await signIn(session));
});

test('curl speaks HTTP/2, and HTTP/1.1 when it asks for that', async (t) => {
  const server = await start(t);
  const curl = (...flags) =>
    spawnSync(
      'curl',
      ['-sS', '--cacert', certificate(server), '-w', '\n%{http_version} %{http_code}', ...flags],
      { encoding: 'utf8' },
    ).stdout;
  assert.match(curl('--http2', `${server.https}/livez`), /\n2 200$/);
  assert.match(curl('--http1.1', `${server.https}/livez`), /\n1\.1 200$/);
  const login = JSON.stringify({ username: 'ann', password: 'correct horse battery staple' });
  const flags = ['-H', 'Content-Type: application/json', '-d', login];
  assert.match(curl('--http2', ...flags, `${server.https}/auth/login`), /\n2 200$/);
  assert.equal((await askTls(server, 'GET', '/livez')).status, 200);
});

test('tls.http2 = false offers HTTP/1.1 only', async (t) => {
  const server = await start(t, { env: { BEARWARD_TLS__HTTP2: 'false' } });
  const { port } = new URL(server.https);
  const options = { ca: readFileSync(certificate(server)), ALPNProtocols: ['h2', 'http/1.1'] };
  const socket = tls.connect(port, '127.0.0.1', options);
  t.after(() => socket.destroy());
  await once(socket, 'secureConnect');
  socket.destroy();  // before the server is killed, which would reset the connection
  assert.equal(socket.alpnProtocol, 'http/1.1');
});

test('h2load gets every response', async (t) => {
  const server = await start(t, { env: { BEARWARD_LOG__REQUESTS: 'false' } });
  const run = spawnSync('h2load', ['-n20000', '-c10', '-m50', `${server.https}/livez`], {
    encoding: 'utf8',
  });
  assert.match(run.stdout, /20000 succeeded, 0 failed, 0 errored, 0 timeout/, run.stderr);
  assert.match(run.stdout, /status codes: 20000 2xx/);
});

/** Sends requests over and over, on a new connection when the server leaves, until stopped. */
function asking(t, url, ca) {
  const failures = [];
  let answered = 0;
  let connections = 0;
  let stopped = false;
  const one = async () => {
    while (!stopped) {
      const session = http2.connect(url, { ca });
      session.on('error', () => {});
      t.after(() => session.destroy());
      let leaving = false;
      session.on('goaway', () => (leaving = true));
      session.on('close', () => (leaving = true));
      connections += 1;
      while (!stopped && !leaving) {
        const batch = Array.from({ length: 10 }, () => ask(session, 'GET', '/livez'));
        for (const result of await Promise.allSettled(batch)) {
          if (result.value?.status === 200) answered += 1;
          else failures.push(String(result.reason ?? result.value.status));
        }
      }
      session.close();
    }
  };
  const all = [one(), one(), one()];
  const stop = async () => {
    stopped = true;
    await Promise.all(all);
    return { failures, connections };
  };
  return { stop, answered: () => answered };
}

test('no request fails over two restarts', async (t) => {
  const data = dataFolder(t);
  const script = path.join(root, 'test/e2e/socket_manager.py');
  const flags = ['serve', '--data', data, '--http', 'off', '--apply', demo];
  const manager = spawn('python3', [script, binary, ...flags], {
    env: {
      ...process.env,
      SOCKET_NAME: 'https',
      BEARWARD_SERVER__DRAIN_DELAY: '0',
      BEARWARD_LOG__LEVEL: 'off',
      BEARWARD_LOG__REQUESTS: 'false',
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(manager, 'exit');
  t.after(async () => {
    manager.stdin.end();
    await ended;
  });
  const lines = createInterface(manager.stdout)[Symbol.asyncIterator]();
  const port = Number((await lines.next()).value);
  assert.equal(JSON.parse((await lines.next()).value).ready, true);
  const client = asking(t, `https://127.0.0.1:${port}`, readFileSync(certificate({ data })));
  const progress = async (more) => {
    const wanted = client.answered() + more;
    while (client.answered() < wanted) await wait(5);
  };
  await progress(100);
  for (let restart = 0; restart < 2; ++restart) {
    manager.stdin.write('restart\n');
    assert.equal(JSON.parse((await lines.next()).value).ready, true);
    await progress(100);
  }
  const { failures, connections } = await client.stop();
  assert.deepEqual(failures, []);
  assert.ok(connections >= 9, `${connections} connections`);
});
