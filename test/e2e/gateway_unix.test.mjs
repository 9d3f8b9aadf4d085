// nginx as shipped, but over the unix socket of server.unix in place of a port.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { annKey, echo, missing, send, startBearward, startGateway } from './gateways.mjs';

test('nginx asks over the unix socket', { skip: missing('nginx') }, async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'bearward-unix-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const socket = path.join(folder, 'http.sock');
  const bearward = await startBearward(t, { env: { BEARWARD_SERVER__UNIX: socket } });
  assert.equal(statSync(socket).mode & 0o777, 0o660);
  const api = await echo(t);
  const running = await startGateway(t, 'nginx', {
    bearward: bearward.port,
    api: api.port,
    change(copy) {
      const file = path.join(copy, 'bearward.conf');
      const before = readFileSync(file, 'utf8');
      const after = before.replace(`server 127.0.0.1:${bearward.port};`, `server unix:${socket};`);
      assert.notEqual(after, before);
      writeFileSync(file, after);
    },
  });
  const allowed = await send(running.port, 'GET', '/forms', [['X-Api-Key', annKey]]);
  assert.equal(allowed.status, 200, allowed.text);
  const seen = new Map(JSON.parse(allowed.text).headers.map(([name, value]) => [name, value]));
  assert.ok(seen.get('Remote-User') ?? seen.get('remote-user'), allowed.text);
  const refused = await send(running.port, 'GET', '/forms', [['X-Api-Key', `${annKey}x`]]);
  assert.equal(refused.status, 401);
});
