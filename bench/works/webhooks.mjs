// webhooks.delivery: 2,000 events per second, each for one of 100 endpoints, and what the delivery
// costs the requests that are verified at the same time.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { expect, request } from '../lib/http.mjs';
import { drive } from '../lib/load.mjs';
import { race, us } from '../lib/race.mjs';
import { round } from '../lib/stats.mjs';
import { whoAmI } from '../lib/world.mjs';
import { applyFile, applyWorld, serve } from '../subjects/bearward.mjs';
import { returning } from '../subjects/nginx.mjs';

const endpoints = 100;
const events = 2000;
const verifications = 2000;
const connections = 32;
/** The longest wait for the deliveries that are pending when the last event was written. */
const longestDrain = 120;

const environment = (i) => `customer-${i}`;
const keyOf = (i) => `sk_test_${String(i).padStart(28, '0')}`;

/** A data folder with an environment and a key for each endpoint: {data, list}. */
function prepare(bench) {
  const data = path.join(bench.folder, 'webhooks');
  mkdirSync(data, { mode: 0o700 });
  applyWorld(bench, data);
  const numbers = Array.from({ length: endpoints }, (_, i) => i + 1);
  const file = path.join(bench.folder, 'customers.toml');
  writeFileSync(file, numbers.map((i) => `[[environments]]\nname = "${environment(i)}"\n\n` +
    `[[api_keys]]\nenvironment = "${environment(i)}"\nvalue = "${keyOf(i)}"\n`).join('\n'));
  applyFile(bench, data, file);
  const list = path.join(bench.folder, 'customers.txt');
  writeFileSync(list, `${numbers.map(keyOf).join('\n')}\n`);
  return { data, list, numbers };
}

/** Subscribes each environment to the events that the load makes. */
async function subscribe(server, receiver, numbers) {
  for (const i of numbers) {
    await expect(201, `${server.url}/webhook_endpoints`, {
      headers: { Authorization: `Bearer ${keyOf(i)}` },
      json: { endpoint_url: `${receiver.url}/${i}`, events: ['organization.created'] },
    });
  }
}

/** How many events were delivered so far. */
async function delivered(server) {
  const { text } = await request(`${server.url}/metrics`);
  return Number(text.match(/^bearward_webhook_deliveries_total\{outcome="delivered"\} (\S+)/m)[1]);
}

/**
 * Waits until `wanted` events are delivered; returns the seconds. The last request of each
 * connection may have written an event although the load did not wait for its response.
 */
async function drain(server, wanted) {
  const begun = Date.now();
  const seconds = () => (Date.now() - begun) / 1000;
  let now = await delivered(server);
  while (now < wanted) {
    if (seconds() > longestDrain) throw new Error(`${wanted - now} events were not delivered`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    now = await delivered(server);
  }
  if (now > wanted + connections) throw new Error(`${now - wanted} events were delivered twice`);
  return seconds();
}

async function delivery(bench, work) {
  const { data, list, numbers } = prepare(bench);
  const server = await serve(bench, data, { env: { BEARWARD_EGRESS__ALLOW: '127.0.0.0/8' } });
  const receiver = await returning(bench, bench.layout.client);
  await subscribe(server, receiver, numbers);
  const { seconds } = bench.options;
  const verify = { url: server.url + whoAmI, list, pace: verifications,
    headers: ['Authorization: Bearer @@'] };
  const create = { url: `${server.url}/organizations`, method: 'POST', list, pace: events,
    headers: ['Content-Type: application/json', 'Authorization: Bearer @@'],
    body: '{"name":"Acme"}' };
  const drains = [];
  const alone = () => drive(bench, verify, { connections, seconds });
  const beside = async () => {
    const before = await delivered(server);
    const writing = drive(bench, create, { connections, seconds });
    writing.catch(() => {});  // awaited below, unless another failure comes first
    const slice = await alone();
    const written = await writing;
    if (written.per_second < 0.95 * events) {
      throw new Error(`${round(written.per_second, 0)} events per second instead of ${events}`);
    }
    drains.push(await drain(server, before + written.answered));
    return slice;
  };
  const note = `${verifications} verifications a second`;
  const rows = await race(bench, work, [
    { subject: us, pid: server.pid, note, run: beside },
    { subject: 'bearward without events', pid: server.pid, note, run: alone },
  ], { connections, paced: true });
  rows[0].drain_s = round(Math.max(...drains), 2);
  rows[0].said = `${events} events a second to ${endpoints} endpoints, the last delivered ` +
    `${rows[0].drain_s} s after the last write`;
  return rows;
}

export const works = { 'webhooks.delivery': delivery };
