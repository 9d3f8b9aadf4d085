// h2spec's cases, ported to frames of our own: each is one connection to the HTTPS listener.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Peer } from './http2_peer.mjs';
import { generic } from './http2_spec_generic.mjs';
import { hpack, http2 } from './http2_spec.mjs';
import { start } from './server.mjs';

const groups = { generic, http2, hpack };

for (const [group, cases] of Object.entries(groups)) {
  test(`the ${cases.length} cases of ${group}`, async (t) => {
    const server = await start(t, { env: { BEARWARD_LOG__REQUESTS: 'false' } });
    const { port } = new URL(server.https);
    const ca = readFileSync(path.join(server.data, 'tls-certificate.pem'));
    const failures = [];
    for (const [section, send, follows, { settings = [], early = false } = {}] of cases) {
      const peer = await Peer.connect(port, ca);
      try {
        if (!early) await peer.begin(...settings);
        await send(peer);
        await follows(peer);
      } catch (error) {
        failures.push(`${group} ${section}: ${error.message}`);
      }
      peer.end();
    }
    assert.deepEqual(failures, []);
  });
}

// A case that is dropped by mistake would otherwise be noticed by no test.
test('no case is missing', () => {
  const sizes = Object.entries(groups).map(([group, cases]) => [group, cases.length]);
  assert.deepEqual(sizes, [
    ['generic', 44],
    ['http2', 95],
    ['hpack', 8],
  ]);
});

test('each case has a number of its own', () => {
  const numbers = Object.entries(groups).flatMap(([group, cases]) =>
    cases.map(([section]) => `${group} ${section}`));
  assert.equal(new Set(numbers).size, numbers.length);
});
