// Runs the calls with one version of the SDK against a server and judges each answer.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { watch } from 'node:fs/promises';
import path from 'node:path';
import { ask, asJson, bearer } from '../server.mjs';
import { calls, ownMethods } from './calls.mjs';

export const key = 'sk_test_0000000000000000000000000000';

/** The methods of the products of the calls, as PRODUCT.METHOD. */
export function methodsOf(workos) {
  return [...new Set(calls.map(([product]) => product))]
    .filter((product) => workos[product])
    .flatMap((product) =>
      Object.getOwnPropertyNames(Object.getPrototypeOf(workos[product]))
        .filter((name) => name !== 'constructor' && !ownMethods.includes(name))
        .map((name) => `${product}.${name}`),
    );
}

/** Has the answers that a fetch function of the SDK received since the last take(). */
class Recorder {
  #exchanges = [];

  fetch = async (url, options = {}) => {
    const answer = await fetch(url, { ...options, redirect: 'manual' });
    this.#exchanges.push({
      method: options.method ?? 'GET',
      path: new URL(url).pathname,
      status: answer.status,
      contentType: answer.headers.get('content-type'),
      text: await answer.clone().text(),
    });
    return answer;
  };

  take() {
    return this.#exchanges.splice(0);
  }
}

/** The newest code of six digits in an email to the address, from the spool folder. */
async function mailedCode(spool, address) {
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(10000)]);
  const changes = watch(spool, { signal });
  // The folder is watched from the first next() on, so it comes before the files are read.
  let change = changes.next();
  for (;;) {
    const texts = readdirSync(spool)
      .filter((name) => name.endsWith('.eml'))
      .map((name) => readFileSync(path.join(spool, name), 'utf8'));
    const code = texts.find((text) => text.includes(address))?.match(/^\s*(\d{6})\s*$/m)?.[1];
    if (code) {
      change.catch(() => {});
      stop.abort();
      return code;
    }
    await change;
    change = changes.next();
  }
}

function clientOf({ WorkOS }, server, clientId, fetchFn) {
  const { hostname: apiHostname, port } = new URL(server.http);
  const place = { apiHostname, port: Number(port), https: false };
  return new WorkOS(key, { ...place, clientId, fetchFn });
}

async function stateOf(sdk, server, spool, recorder) {
  const redirectUri = 'http://127.0.0.1/callback';
  await ask(server, 'POST', '/user_management/redirect_uris', {
    headers: { ...asJson, ...bearer(key) },
    body: JSON.stringify({ uri: redirectUri }),
  });
  const whoami = await ask(server, 'GET', '/v1/whoami', { headers: bearer(key) });
  const clientId = whoami.json.environment.client_id;
  const recorded = clientOf(sdk, server, clientId, recorder.fetch);
  const it = {
    recorded,
    workos: clientOf(sdk, server, clientId),
    client: { clientId },
    redirectUri,
    cookie: { cookiePassword: 'a password of at least 32 letters' },
    open: (url) => recorder.fetch(url),
    mailedCode: (address) => mailedCode(spool, address),
    sealed: () => ({ ...it.cookie, sessionData: it.session.sealedSession }),
    expect: (result, wanted) => assert.partialDeepStrictEqual(result, wanted),
  };
  return it;
}

const routeOf = (served, { method, path: target }) =>
  served.find((one) => one.method === method && one.pattern.test(target));

/** Whether the server has a route for the method and the path. */
export const isServed = (served, request) => routeOf(served, request) !== undefined;

/** The routes of the server, from its OpenAPI document. */
export async function servedRoutes(server) {
  const { json } = await ask(server, 'GET', '/openapi.json');
  return Object.entries(json.paths).flatMap(([template, item]) =>
    Object.keys(item).map((method) => ({
      method: method.toUpperCase(),
      template,
      pattern: new RegExp(`^${template.replace(/\{[^}]*\}/g, '[^/]+')}$`),
    })),
  );
}

/** A grant that is not served: another type, or one with PKCE. */
const isUnsupportedGrant = ({ text }) =>
  text.includes('`grant_type` must be') || text.includes('without a `code_challenge`');

/** What the answers to one method mean: a verdict of the table, and faults that fail the test. */
function verdictOf(judge, served, exchanges, error) {
  if (exchanges.length === 0) {
    return { verdict: 'no request', faults: error ? [error.message] : [] };
  }
  if (exchanges.some((one) => !isServed(served, one) || isUnsupportedGrant(one))) {
    return { verdict: 'not served', faults: [] };
  }
  const faults = exchanges.flatMap((one) =>
    judge.differences(one).map((text) => `${one.method} ${one.path}: ${text}`),
  );
  if (error) faults.push(`${error.name}: ${error.message} ${JSON.stringify(exchanges.at(-1))}`);
  const known = exchanges.every((one) => judge.operationOf(one.method, one.path));
  return { verdict: known ? 'as documented' : 'served', faults };
}

/**
 * Calls every method. Returns a map from PRODUCT.METHOD to {operations, verdict, faults}.
 */
export async function callAll({ sdk, server, spool, judge }) {
  const recorder = new Recorder();
  const it = await stateOf(sdk, server, spool, recorder);
  const served = await servedRoutes(server);
  const results = new Map();
  for (const [product, names, run] of calls) {
    const target = it.recorded[product];
    const name = [names].flat().find((one) => typeof target?.[one] === 'function');
    if (!name) continue;
    const error = await Promise.resolve()
      .then(() => run(target[name].bind(target), it))
      .then(() => undefined, (reason) => reason);
    const exchanges = recorder.take();
    const operations = exchanges.map((one) => {
      const route = judge.operationOf(one.method, one.path) ?? routeOf(served, one);
      return `${one.method} ${route?.template ?? generalized(one.path)}`;
    });
    results.set(`${product}.${name}`, {
      operations: [...new Set(operations)],
      ...verdictOf(judge, served, exchanges, error),
    });
  }
  return { results, methods: methodsOf(it.recorded) };
}

/** A path with its ids replaced, for operations that neither the document nor the server has. */
function generalized(target) {
  return target.replace(/\/(?:[a-z_]+_(?:[0-9A-Z]{26}|1)|unknown)(?=\/|$)/g, '/{id}');
}
