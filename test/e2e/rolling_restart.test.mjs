// Two nodes behind one nginx: each is ended and started again in turn, and no request fails.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { nginx, noneFails, seconds } from './load.mjs';
import { node, postgres } from './postgres.mjs';
import { ask, freeAddress } from './server.mjs';

// The proxy asks the other node if one refuses the connection, or ends it before an answer.
const upstream = 'proxy_next_upstream error timeout; proxy_connect_timeout 1s;';

// Without a delay the proxy learns of the end only by its own requests.
const env = { BEARWARD_SERVER__DRAIN_DELAY: '0' };

// The proxy does not use a node for up to 2 s after a failure: it counts whole seconds.
async function isUsed(server) {
  const signal = AbortSignal.timeout(20000);
  const answered = /^bearward_http_requests_total\{dialect="v1",status_class="2xx"\} (\d+)$/m;
  for (;;) {
    const { text } = await ask(server, 'GET', '/metrics');
    if (Number(text.match(answered)[1]) > 1000) return;
    await wait(10, undefined, { signal });
  }
}

async function restartInTurn(t, database, addresses, nodes) {
  for (const [index, address] of addresses.entries()) {
    await wait((seconds * 1000) / 4);
    await Promise.all(nodes.map(isUsed));
    nodes[index].process.kill('SIGTERM');
    assert.deepEqual(await nodes[index].ended, { code: 0, signal: null });
    nodes[index] = await node(t, database, { http: address, apply: '', env });
  }
}

test('no request through nginx fails while each node is restarted in turn', async (t) => {
  const database = await postgres(t);
  const addresses = [await freeAddress(), await freeAddress()];
  const nodes = [
    await node(t, database, { http: addresses[0], env }),
    await node(t, database, { http: addresses[1], apply: '', env }),
  ];
  const urls = addresses.map((address) => `http://${address}`);
  const proxy = await nginx(t, urls, 'max_fails=1 fail_timeout=1s', upstream);
  const restarts = () => restartInTurn(t, database, addresses, nodes);
  await noneFails(t, proxy, restarts, 2 * seconds);
});
