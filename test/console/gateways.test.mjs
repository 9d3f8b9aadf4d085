// The gateways with the configuration that the console shows for a policy.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { annKey, missing, recorder, startGateway } from '../e2e/gateways.mjs';
import { start } from '../e2e/server.mjs';
import { closeBrowser, openPage, setUp, signIn } from './browser.mjs';

after(closeBrowser);

const gateways = [
  { program: 'nginx', name: 'nginx', place: '/etc/nginx/conf.d/bearward.conf' },
  { program: 'caddy', name: 'Caddy', place: '/etc/caddy/Caddyfile' },
  { program: 'haproxy', name: 'HAProxy', place: '/etc/haproxy/haproxy.cfg' },
];


/** How the API learns about Ann, by policy: the two have different identity headers. */
const identities = [
  { policy: 'forms', header: 'remote-user', ann: 'ann' },
  { policy: 'machines', header: 'x-auth-request-user', ann: 'user_01E4ZCR3C56J083X43JQXF3JK5' },
];

const ownPort = /^\s*(?:listen |bind |http:\/\/|forward_auth )[\d.]*:(\d+)/gm;

/** The ports that a file of a gateway has for itself, in their order. */
const ownPorts = (text) => [...text.matchAll(ownPort)].map(([, port]) => port);

/** pasted puts the text of the console in place of the shipped file, with the ports of that. */
function pasted(file, text) {
  const shipped = readFileSync(file, 'utf8');
  const [from, to] = [ownPorts(text), ownPorts(shipped)];
  assert.equal(from.length, to.length);
  assert.ok(from.length > 0);
  const lua = /lua-load-per-thread (\S+)/.exec(shipped)?.[1];
  const ported = text.replace(/:(800\d)\b/g, (all, port) => `:${to[from.indexOf(port)]}`);
  writeFileSync(file, lua ? ported.replace('/etc/haproxy/bearward.lua', lua) : ported);
}

for (const { program, name, place } of gateways) {
  test(`${name} names the caller to the API`, { skip: missing(program) }, async (t) => {
    const server = await start(t);
    await setUp(t, server);
    const api = await recorder(t, (response) => response.end('from the API'));
    const page = await openPage(t, server);
    await signIn(page);
    await page.waitForURL('**/console');
    for (const { policy, header, ann } of identities) {
      const query = new URLSearchParams({ gateway: name, api: `127.0.0.1:${api.port}` });
      await page.goto(`/console/policies/${policy}?${query}`);
      const text = await page.getByRole('region', { name: place }).innerText();
      const gateway = await startGateway(t, program, {
        bearward: Number(new URL(server.http).port),
        api: api.port,
        change: (folder) => pasted(path.join(folder, path.basename(place)), text),
      });
      const send = (headers) => fetch(`http://127.0.0.1:${gateway.port}/forms`, { headers });
      assert.equal((await send({})).status, 401);
      const forged = { 'Remote-User': 'root', 'X-Auth-Request-User': 'root' };
      const allowed = await send({ 'X-Api-Key': annKey, ...forged });
      assert.equal(await allowed.text(), 'from the API');
      const seen = Object.fromEntries(
        api.requests.at(-1).headers.map(([key, value]) => [key.toLowerCase(), value]),
      );
      assert.equal(seen[header], ann);
      assert.ok(!Object.values(seen).includes('root'));
    }
  });
}
