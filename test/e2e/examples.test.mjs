// The APIs of examples/protect: each asks about every request, and lets nothing pass without a yes.
// EXAMPLES names those to run; Go and C# are not part of Debian's base and run in test/sdks.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { bearer, freeAddress, root, signIn, start } from './server.mjs';

const folder = path.join(root, 'examples/protect');
const commands = {
  python: ['python3', 'api.py'],
  typescript: [process.execPath, 'api.ts'],
  go: ['go', 'run', 'api.go'],
  csharp: ['dotnet', 'run', '--project', 'csharp'],
};
const chosen = (process.env.EXAMPLES ?? 'python,typescript').split(',');

/** Waits until the address accepts a connection, or fails when the program ends. */
async function listening(port, program) {
  const ended = once(program, 'exit').then(() => Promise.reject(new Error(program.said)));
  ended.catch(() => {});  // it ends after the test as well
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const done = once(socket, 'connect').then(() => true, () => false);
    const open = await Promise.race([done, ended]);
    socket.destroy();
    if (open) return;
  }
}

/** Answers every question with the next of some broken responses; half a body for undefined. */
async function broken(t, responses) {
  const server = createServer((request, answer) => {
    const next = responses.shift();
    if (next === undefined) {
      answer.writeHead(200, { 'Content-Length': 100 });
      answer.write('{"allowed":true', () => answer.destroy());
      return;
    }
    answer.writeHead(next[0], { 'Content-Type': 'application/json' }).end(next[1]);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return { http: `http://127.0.0.1:${server.address().port}` };
}

async function run(t, name, server) {
  const [, port] = (await freeAddress()).split(':');
  const [program, ...args] = commands[name];
  const child = spawn(program, args, {
    cwd: folder,
    detached: true,  // `go run` and `dotnet run` start the program as a child
    env: { ...process.env, PORT: port, BEARWARD_URL: server.http,
      BEARWARD_KEY: 'sk_test_0000000000000000000000000000' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes) => (child.said += bytes));
  }
  t.after(() => child.exitCode === null && process.kill(-child.pid, 'SIGKILL'));
  await listening(port, child);
  return async (headers = {}) => {
    const response = await fetch(`http://127.0.0.1:${port}/orders`, { headers });
    return { status: response.status, headers: response.headers, json: await response.json() };
  };
}

for (const name of chosen) {
  test(`${name}: only a caller with the permission passes, and none while Bearward is away`,
    async (t) => {
      const server = await start(t, { memory: true });
      const get = await run(t, name, server);
      const ann = await signIn(server);

      const passed = await get(bearer(ann.token));
      assert.equal(passed.status, 200);
      assert.equal(passed.json.for, 'user_01E4ZCR3C56J083X43JQXF3JK5');
      const anonymous = await get();
      assert.equal(anonymous.status, 401);
      assert.equal(anonymous.headers.get('www-authenticate'), 'Bearer');
      assert.equal((await get(bearer(`${ann.token}0`))).status, 401);
      // A key of the sandbox has no rights in production.
      assert.equal((await get(bearer('sk_test_1111111111111111111111111111'))).status, 401);
      const guest = await signIn(server, { username: 'gus', password: 'another long password' });
      assert.equal((await get(bearer(guest.token))).status, 403);

      await fetch(`${server.http}/auth/logout`, { method: 'POST', headers: bearer(ann.token) });
      assert.equal((await get(bearer(ann.token))).status, 401, 'the next request is refused');
      const again = await signIn(server);
      assert.equal((await get(bearer(again.token))).status, 200);
      server.process.kill('SIGKILL');
      await server.ended;
      assert.equal((await get(bearer(again.token))).status, 503);
    });

  test(`${name}: an answer that is no clear yes lets nothing pass`, async (t) => {
    const responses = [[200, '{}'], [200, '[]'], [200, 'null'], [200, '{"allowed":"true"}'],
      [200, '{"allowed":true}'], [500, '{"allowed":true}'], [200, 'no JSON'], undefined];
    const count = responses.length;
    const get = await run(t, name, await broken(t, responses));
    for (let i = 0; i < count; ++i) {
      const { status } = await get(bearer('any'));
      assert.ok(status === 401 || status === 503, `response ${i}: ${status}`);
    }
    assert.equal(responses.length, 0);
  });
}
