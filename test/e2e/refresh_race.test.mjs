import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, asJson, bearer, signIn, start } from './server.mjs';

// Incident class B1: a race of refreshes once made two families, or none.
test('64 parallel refreshes of one token give one family and one successor', async (t) => {
  const server = await start(t);
  const { refreshToken } = await signIn(server);
  const body = JSON.stringify({ refresh_token: refreshToken });
  const answers = await Promise.all(
    Array.from({ length: 64 }, () =>
      ask(server, 'POST', '/auth/refresh', { headers: asJson, body }),
    ),
  );
  assert.deepEqual([...new Set(answers.map((answer) => answer.status))], [200]);
  assert.equal(new Set(answers.map((answer) => answer.json.token)).size, 1);
  assert.equal(new Set(answers.map((answer) => answer.json.refreshToken)).size, 1);
  const whoami = await ask(server, 'GET', '/v1/whoami', { headers: bearer(answers[0].json.token) });
  assert.equal(whoami.status, 200);
});

test('reuse after the window ends the family', async (t) => {
  const server = await start(t, { env: { BEARWARD_TOKENS__REPLAY_WINDOW_SECONDS: '0' } });
  const { refreshToken } = await signIn(server);
  const refresh = (token) =>
    ask(server, 'POST', '/auth/refresh', {
      headers: asJson,
      body: JSON.stringify({ refresh_token: token }),
    });
  const next = (await refresh(refreshToken)).json;
  assert.equal((await refresh(refreshToken)).status, 401);
  assert.equal(
    (await ask(server, 'GET', '/v1/whoami', { headers: bearer(next.token) })).status,
    401,
  );
  assert.equal((await refresh(next.refreshToken)).status, 401);
});
