// Traces and metrics arrive at a collector in the JSON form of the OpenTelemetry protocol, and a
// collector that is away delays no request.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { ask, logged, start } from './server.mjs';

const trace = '0af7651916cd43dd8448eb211c80319c';
const parent = 'b7ad6b7169203331';

/** A collector on loopback that keeps what it receives; with the status 0 it never answers. */
async function collector(t, status = 200) {
  const received = [];
  const waiting = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const part of request) text += part;
    received.push({ path: request.url, headers: request.headers, body: JSON.parse(text) });
    if (status) response.writeHead(status).end('{}');
    for (const look of waiting) look();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  /** The first part of what was received that `find` returns, once there is one. */
  const until = (find) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('it did not arrive')), 20000);
      const look = () => {
        const found = received.flatMap((one) => find(one) ?? [])[0];
        if (found === undefined) return;
        clearTimeout(timer);
        resolve(found);
      };
      waiting.push(look);
      look();
    });
  return { url: `http://127.0.0.1:${server.address().port}`, received, until };
}

const spansOf = ({ body }) =>
  body.resourceSpans?.flatMap((one) => one.scopeSpans.flatMap((scope) => scope.spans));
const metricsOf = ({ body }) =>
  body.resourceMetrics?.flatMap((one) => one.scopeMetrics.flatMap((scope) => scope.metrics));
const valueOf = (span, key) => span.attributes.find((one) => one.key === key)?.value;

test('a request continues the trace of its caller, and metrics arrive', async (t) => {
  const target = await collector(t);
  const env = {
    BEARWARD_TELEMETRY__URL: target.url,
    BEARWARD_TELEMETRY__AUTHORIZATION: 'Bearer of-the-collector',
    BEARWARD_TELEMETRY__TRACE_PERCENT: '0',
  };
  const server = await start(t, { env });
  const sent = { traceparent: `00-${trace}-${parent}-01`, authorization: 'Bearer not-a-token' };
  const reply = await ask(server, 'GET', '/users/user_of_a_person', { headers: sent });
  await ask(server, 'GET', '/livez');
  const span = await target.until((one) => spansOf(one)?.filter((each) => each.traceId === trace));
  assert.equal(span.parentSpanId, parent);
  assert.match(span.spanId, /^[0-9a-f]{16}$/);
  assert.equal(valueOf(span, 'http.response.status_code').intValue, String(reply.status));
  assert.equal(valueOf(span, 'http.request.method').stringValue, 'GET');
  assert.ok(BigInt(span.endTimeUnixNano) > BigInt(span.startTimeUnixNano));
  const metric = await target.until((one) =>
    metricsOf(one)?.filter((each) => each.name === 'bearward_http_requests_total'));
  assert.equal(metric.sum.isMonotonic, true);
  for (const one of target.received) {
    assert.equal(one.headers.authorization, 'Bearer of-the-collector');
    assert.equal(one.headers['content-type'], 'application/json');
    for (const secret of ['not-a-token', 'user_of_a_person', 'of-the-collector']) {
      assert.ok(!JSON.stringify(one.body).includes(secret), secret);
    }
  }
  assert.equal(target.received.flatMap((one) => spansOf(one) ?? []).length, 1, 'only the sampled');
  assert.ok(!server.log.includes('of-the-collector'));
});

test('what waits is sent at the end of the server', async (t) => {
  const target = await collector(t);
  const env = { BEARWARD_TELEMETRY__URL: target.url, BEARWARD_SERVER__DRAIN_DELAY: '0' };
  const server = await start(t, { env });
  await ask(server, 'GET', '/livez');
  server.process.kill('SIGTERM');
  assert.equal((await server.ended).code, 0);
  const names = target.received.flatMap((one) => spansOf(one) ?? []).map((span) => span.name);
  assert.ok(names.includes('GET /livez'), String(names));
});

test('a collector that never answers delays no request', async (t) => {
  const target = await collector(t, 0);
  const env = { BEARWARD_TELEMETRY__URL: target.url, BEARWARD_SERVER__DRAIN_DELAY: '0' };
  const server = await start(t, { env });
  await target.until((one) => [one]);
  // Each would wait for the 3 seconds after which a request to the collector ends.
  const begun = Date.now();
  for (let i = 0; i < 10; ++i) assert.equal((await ask(server, 'GET', '/livez')).status, 200);
  assert.ok(Date.now() - begun < 20000, 'the requests waited for the collector');
  server.process.kill('SIGTERM');
  assert.equal((await server.ended).code, 0);
});

test('a collector that refuses is reported once for traces and once for metrics', async (t) => {
  const target = await collector(t, 503);
  const env = { BEARWARD_TELEMETRY__URL: target.url, BEARWARD_TELEMETRY__INTERVAL_SECONDS: '1' };
  const server = await start(t, { env });
  assert.equal((await ask(server, 'GET', '/livez')).status, 200);
  for (const path of ['/v1/traces', '/v1/metrics']) await logged(server, `"path":"${path}"`);
  const line = JSON.parse(await logged(server, 'Telemetry is not accepted.'));
  assert.equal(line.reason, 'collector_refused');
  await target.until((one) => (target.received.filter(metricsOf).length > 2 ? [one] : []));
  assert.equal(server.log.split('Telemetry is not accepted.').length, 3);
  const metrics = (await ask(server, 'GET', '/metrics')).text;
  assert.match(metrics, /bearward_spans_total\{outcome="lost"\} [1-9]/);
});
