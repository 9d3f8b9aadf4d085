// Profiles of a running server, on the operators' listener only.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noneFails } from './load.mjs';
import { ask, start } from './server.mjs';

const operators = { BEARWARD_SERVER__OPERATORS: '127.0.0.1:0', BEARWARD_LOG__REQUESTS: 'false' };
const get = async (server, target) => {
  const answer = await fetch(server.ready.operators + target);
  return { status: answer.status, text: await answer.text() };
};

test('a profile under load shows the threads that work, and fails no request', async (t) => {
  const env = { ...operators, BEARWARD_SERVER__PROFILING: 'true' };
  const server = await start(t, { env });
  await noneFails(t, server.http, async () => {
    const [first, second] = await Promise.all([
      get(server, '/debug/profile?seconds=2'),
      get(server, '/debug/profile?seconds=2'),
    ]);
    assert.deepEqual([first.status, second.status].sort(), [200, 409]);
    const profile = first.status === 200 ? first : second;
    const stacks = profile.text.trimEnd().split('\n');
    for (const stack of stacks) assert.match(stack, /^[^;]+(;[^;]+)* \d+$/);
    assert.ok(stacks.some((stack) => stack.startsWith('http;')), profile.text.slice(0, 500));
  });
  const threads = JSON.parse((await get(server, '/debug/threads')).text).data;
  const http = threads.find((one) => one.name === 'http');
  assert.ok(http.threads >= 1 && http.cpu_ms > 500, JSON.stringify(threads));
  for (const target of ['/debug/profile', '/debug/threads']) {
    assert.equal((await ask(server, 'GET', target)).status, 404, 'on the public listener');
  }
});

test('a profile ends when the server does', async (t) => {
  const env = {
    ...operators,
    BEARWARD_SERVER__PROFILING: 'true',
    BEARWARD_SERVER__DRAIN_DELAY: '0',
  };
  const server = await start(t, { env });
  // The short profile may begin first and refuse the long one: then both have ended, and both are
  // asked for again.
  let profile;
  for (;;) {
    profile = get(server, '/debug/profile?seconds=60').catch(() => undefined);
    if ((await get(server, '/debug/profile?seconds=1')).status === 409) break;
    await profile;
  }
  server.process.kill('SIGTERM');
  const begin = performance.now();
  assert.deepEqual(await server.ended, { code: 0, signal: null });
  assert.ok(performance.now() - begin < 10_000, 'the server waits for the profile');
  await profile;
});

test('profiles are off by default', async (t) => {
  const server = await start(t, { env: operators });
  assert.equal((await get(server, '/metrics')).status, 200);
  for (const target of ['/debug/profile', '/debug/threads']) {
    assert.equal((await get(server, target)).status, 404, target);
  }
});
