// Log streams with real targets: rsyslog over TLS, HTTPS, an S3 receiver that verifies signatures,
// and files. Nothing is lost when a target is down or the server is killed.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { Receiver } from './receiver.mjs';
import { ask, asJson, bearer, command, dataFolder, freeAddress, logged, start } from './server.mjs';

const key = 'sk_test_0000000000000000000000000000';
const acme = 'org_01EHZNVPK3SFK441A1RGBFSHRT';
const env = { BEARWARD_EGRESS__ALLOW: '127.0.0.0/8' };
const action = 'user.signed_in';

const send = async (server, method, target, body, headers = {}) => {
  const answer = await ask(server, method, target, {
    headers: { ...asJson, ...bearer(key), ...headers },
    body: body && JSON.stringify(body),
  });
  assert.ok(answer.status < 300, answer.text);
  return answer.json;
};

const makeStream = (server, stream) =>
  send(server, 'POST', '/v1/log_streams', {
    name: stream.type,
    source: 'audit_logs',
    organization_id: acme,
    ...stream,
  });

const addSchema = (server) =>
  send(server, 'POST', `/audit_logs/actions/${action}/schemas`, { targets: [{ type: 'team' }] });

/** Adds events with the numbers `from` to `to` to the audit log of Acme. */
async function addEvents(server, from, to) {
  for (let i = from; i <= to; ++i) {
    const event = {
      action,
      occurred_at: new Date().toISOString(),
      actor: { id: `user_${i}`, type: 'user', name: 'Ann Grün €' },
      targets: [{ id: 'team_1', type: 'team' }],
      context: { location: '192.0.2.7' },
    };
    await send(server, 'POST', '/audit_logs/events', { organization_id: acme, event });
  }
}

const numbers = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => `user_${from + i}`);
/** The actors of events without repetitions, in the order of their first arrival. */
const distinct = (events) => [...new Set(events.map(({ actor }) => actor.id))];
const delivered = (receiver) =>
  receiver.requests.flatMap(({ body }) => JSON.parse(body)).map(({ event }) => event);
const linesIn = (text) => text.split('\n').filter(Boolean);
const linesOf = (text) => linesIn(text).map((line) => JSON.parse(line));

/** A folder with a certificate for localhost that signs itself. */
function certificate(t) {
  const folder = path.dirname(dataFolder(t));
  const [cert, keyFile] = ['cert.pem', 'key.pem'].map((name) => path.join(folder, name));
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2'],
    ...['-keyout', keyFile, '-out', cert],
  ]);
  assert.equal(made.status, 0, String(made.stderr));
  return { folder, cert, keyFile };
}

/** Waits until the file fits the condition. */
async function fileUntil(file, fits) {
  const signal = AbortSignal.timeout(60000);
  mkdirSync(path.dirname(file), { recursive: true });
  const watcher = watch(path.dirname(file), { signal });
  for (;;) {
    const changed = once(watcher, 'change', { signal });
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (fits(text)) {
      changed.catch(() => {});
      watcher.close();
      return text;
    }
    await changed;
  }
}

async function stateUntil(server, id, fits) {
  const ends = Date.now() + 60000;
  for (;;) {
    const stream = await send(server, 'GET', `/v1/log_streams/${id}`);
    if (fits(stream)) return stream;
    assert.ok(Date.now() < ends, JSON.stringify(stream));
  }
}

test('a target that is down for a while gets every event once it is up', async (t) => {
  const { cert, keyFile } = certificate(t);
  const tls = { cert: readFileSync(cert), key: readFileSync(keyFile) };
  const server = await start(t, { env: { ...env, BEARWARD_EGRESS__CA_FILE: cert } });
  const receiver = await Receiver.open(t, tls);
  await addSchema(server);
  const { url } = receiver;
  const { id } = await makeStream(server, { type: 'https_json', url, secret: 'Bearer t' });
  await addEvents(server, 1, 5);
  await receiver.until(() => distinct(delivered(receiver)).length === 5);
  assert.equal(receiver.requests[0].headers.authorization, 'Bearer t');
  receiver.kill();
  await addEvents(server, 6, 30);
  const failed = await stateUntil(server, id, ({ state }) => state === 'error');
  assert.equal(failed.last_error, 'not_connected');
  assert.equal(failed.waiting, 25);
  await receiver.listen();
  await receiver.until(() => distinct(delivered(receiver)).length === 30);
  assert.deepEqual(distinct(delivered(receiver)), numbers(1, 30));
  const active = await stateUntil(server, id, ({ state }) => state === 'active');
  assert.equal(active.waiting, 0);
  assert.equal(active.last_error, null);
  const configuration = await send(server, 'GET', `/organizations/${acme}/audit_log_configuration`);
  assert.equal(configuration.log_stream.id, id);
  assert.equal(configuration.log_stream.state, 'active');
  assert.ok(!server.log.includes('Bearer t'));
});

test('kill -9 of the server loses no event', async (t) => {
  const data = dataFolder(t);
  const first = await start(t, { env, data });
  const receiver = await Receiver.open(t);
  await addSchema(first);
  await makeStream(first, { type: 'https_json', url: receiver.url });
  await addEvents(first, 1, 20);
  await receiver.until(() => receiver.requests.length >= 1);
  await addEvents(first, 21, 40);
  first.process.kill('SIGKILL');
  await first.ended;
  const second = await start(t, { env, data, apply: null });
  await addEvents(second, 41, 45);
  await receiver.until(() => distinct(delivered(receiver)).length === 45);
  assert.deepEqual(distinct(delivered(receiver)), numbers(1, 45));
});

/** Starts rsyslog with TLS; what it has parsed becomes lines of a file. */
async function startRsyslog(t, { folder, cert, keyFile }) {
  const address = await freeAddress();
  const port = address.slice(address.indexOf(':') + 1);
  const output = path.join(folder, 'syslog', 'out');
  mkdirSync(path.dirname(output));
  const fields = [
    ...['%protocol-version%', '%pri%', '%timereported:::date-rfc3339%', '%hostname%', '%app-name%'],
    ...['%procid%', '%msgid%', '%structured-data%', '%msg%'],
  ];
  const settings = path.join(folder, 'rsyslog.conf');
  writeFileSync(
    settings,
    `global(workDirectory="${folder}" maxMessageSize="64k" DefaultNetstreamDriver="gtls"
  DefaultNetstreamDriverCAFile="${cert}" DefaultNetstreamDriverCertFile="${cert}"
  DefaultNetstreamDriverKeyFile="${keyFile}")
module(load="imtcp" StreamDriver.Name="gtls" StreamDriver.Mode="1" StreamDriver.AuthMode="anon")
input(type="imtcp" port="${port}" address="127.0.0.1")
template(name="fields" type="string" string="${fields.join('|')}\\n")
action(type="omfile" file="${output}" template="fields")
`,
  );
  const run = () => {
    const args = ['-n', '-f', settings, '-i', path.join(folder, 'rsyslog.pid')];
    const rsyslog = spawn('rsyslogd', args, { stdio: ['ignore', 'inherit', 'inherit'] });
    t.after(() => rsyslog.kill('SIGKILL'));
    return rsyslog;
  };
  return { port, output, run };
}

async function listening(port) {
  const ends = Date.now() + 30000;
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const connected = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (connected) return;
    assert.ok(Date.now() < ends, 'rsyslog does not listen');
  }
}

test('rsyslog receives RFC 5424 over TLS, also after it was down', async (t) => {
  const files = certificate(t);
  const server = await start(t, { env: { ...env, BEARWARD_EGRESS__CA_FILE: files.cert } });
  const { port, output, run } = await startRsyslog(t, files);
  const rsyslog = run();
  await listening(port);
  await addSchema(server);
  const url = `syslog+tls://localhost:${port}`;
  const { id } = await makeStream(server, { type: 'syslog', url });
  await addEvents(server, 1, 10);
  const first = linesIn(await fileUntil(output, (text) => linesIn(text).length >= 10));
  for (const line of first) {
    const [version, pri, time, host, application, process_, message, structured, ...rest] =
      line.split('|');
    assert.deepEqual([version, pri, application, process_, message, structured], [
      ...['1', '110', 'bearward', '-', action, '-'],
    ]);
    assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}/);
    assert.equal(host, '127.0.0.1');
    assert.equal(JSON.parse(rest.join('|')).actor.name, 'Ann Grün €');
  }
  rsyslog.kill('SIGKILL');
  await once(rsyslog, 'exit');
  await addEvents(server, 11, 20);
  await stateUntil(server, id, ({ state }) => state === 'error');
  run();
  const messages = (text) =>
    linesIn(text).map((line) => JSON.parse(line.split('|').slice(8).join('|')));
  const text = await fileUntil(output, (all) => distinct(messages(all)).length === 20);
  assert.deepEqual(distinct(messages(text)), numbers(1, 20));
});

/** Whether a request has the AWS Signature Version 4 of this secret (for S3). */
function isSigned({ method, url, headers, body }, keyId, secret, region) {
  const hash = (text) => createHash('sha256').update(text).digest('hex');
  const hmac = (by, text) => createHmac('sha256', by).update(text).digest();
  const [, credential, names, signature] = headers.authorization.match(
    /^AWS4-HMAC-SHA256 Credential=([^,]+), *SignedHeaders=([^,]+), *Signature=([0-9a-f]{64})$/,
  );
  const date = headers['x-amz-date'];
  const scope = `${date.slice(0, 8)}/${region}/s3/aws4_request`;
  assert.equal(credential, `${keyId}/${scope}`);
  for (const name of ['host', 'x-amz-content-sha256', 'x-amz-date']) {
    assert.ok(names.split(';').includes(name), `${name} is signed`);
  }
  assert.equal(headers['x-amz-content-sha256'], hash(body));
  const signed = names.split(';').map((name) => `${name}:${headers[name].trim()}\n`);
  const request = [method, url, '', signed.join(''), names, hash(body)].join('\n');
  const text = ['AWS4-HMAC-SHA256', date, scope, hash(request)].join('\n');
  const parts = [...scope.split('/'), text];
  return parts.reduce(hmac, `AWS4${secret}`).toString('hex') === signature;
}

test('S3 gets a signed object for each event, and a repeat replaces it', async (t) => {
  const server = await start(t, { env });
  const receiver = await Receiver.open(t);
  await addSchema(server);
  let refuses = 1;
  receiver.respond = () => (refuses-- > 0 ? 503 : 200);
  await makeStream(server, {
    ...{ type: 's3', url: receiver.url, region: 'eu-central-1' },
    ...{ key_id: 'AKIDEXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' },
  });
  await addEvents(server, 1, 3);
  const stored = () => new Map(receiver.requests.slice(1).map(({ url, body }) => [url, body]));
  await receiver.until(() => stored().size >= 3);
  assert.deepEqual(distinct([...stored().values()].map((text) => JSON.parse(text))), numbers(1, 3));
  assert.equal(receiver.requests[0].url, receiver.requests[1].url, 'the same name');
  for (const request of receiver.requests) {
    const { method, url, headers, body } = request;
    assert.equal(method, 'PUT');
    const event = JSON.parse(body);
    assert.equal(body, JSON.stringify(event, null, 2) + '\n', 'it is pretty-printed');
    const time = encodeURIComponent(event.occurred_at);
    assert.equal(url, `/hook/${event.occurred_at.slice(0, 10)}/${time}_${event.id}.json`);
    assert.equal(headers['content-md5'], createHash('md5').update(body).digest('base64'));
    const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
    assert.ok(isSigned(request, 'AKIDEXAMPLE', secret, 'eu-central-1'));
    assert.ok(!isSigned(request, 'AKIDEXAMPLE', `${secret}x`, 'eu-central-1'));
  }
});

/** Microsoft Entra and the Logs Ingestion API in one receiver. Its tokens are kept for a second. */
function playAzure(receiver, rule) {
  const azure = { tokens: new Map(), isClosed: false, requests: [] };
  const life = 61; // seconds; a token is replaced a minute before its expiry
  receiver.respond = (body, { method, url, headers }) => {
    if (method !== 'POST') return 405;
    if (url === '/tenant/oauth2/v2.0/token') {
      azure.requests.push(Object.fromEntries(new URLSearchParams(body)));
      if (azure.isClosed) return 401;
      const token = `token-${azure.tokens.size + 1}`;
      azure.tokens.set(token, Date.now() + life * 1000);
      const granted = { token_type: 'Bearer', expires_in: life, access_token: token };
      return { status: 200, text: JSON.stringify(granted) };
    }
    if (url !== `${rule}?api-version=2023-01-01`) return 404;
    const expires = azure.tokens.get(headers.authorization?.replace('Bearer ', ''));
    return expires > Date.now() && !azure.isClosed ? 204 : 401;
  };
  return azure;
}

test('Azure Sentinel gets batches with tokens that are replaced before they expire', async (t) => {
  const server = await start(t, { env });
  const receiver = await Receiver.open(t);
  const rule = '/dataCollectionRules/dcr-0001/streams/Custom-Audit_CL';
  const azure = playAzure(receiver, rule);
  await addSchema(server);
  const origin = `http://127.0.0.1:${receiver.port}`;
  const { id } = await makeStream(server, {
    ...{ type: 'azure_sentinel', url: origin + rule, key_id: 'client-1', secret: 'canary s3cret' },
    token_url: `${origin}/tenant/oauth2/v2.0/token`,
  });
  const batches = () => receiver.requests.filter(({ url }) => url.startsWith(rule));
  const rows = () => batches().flatMap(({ body }) => JSON.parse(body));
  let last = 0;
  // Each of the four senders has a token of its own, so the fifth replaces an expired one.
  while (azure.tokens.size < 5) await addEvents(server, ++last, last);
  assert.deepEqual(azure.requests[0], {
    grant_type: 'client_credentials',
    client_id: 'client-1',
    client_secret: 'canary s3cret',
    scope: 'https://monitor.azure.com/.default',
  });
  const arrived = () => distinct(rows().map(({ data }) => data));
  await receiver.until(() => arrived().length === last);
  const [row] = rows();
  assert.deepEqual(Object.keys(row), [
    ...['TimeGenerated', 'id', 'event_type', 'organization_id', 'data'],
  ]);
  assert.deepEqual([row.event_type, row.organization_id], [action, acme]);
  await stateUntil(server, id, ({ state, waiting }) => state === 'active' && waiting === 0);

  azure.isClosed = true;
  await addEvents(server, last + 1, last + 2);
  const refused = await stateUntil(server, id, ({ state }) => state === 'invalid');
  assert.match(refused.last_error, /^target_refused: The (target|token endpoint) answered 401\.$/);
  assert.equal(refused.waiting, 2);
  azure.isClosed = false;
  await send(server, 'PATCH', `/v1/log_streams/${id}`, { secret: 'canary new' });
  await receiver.until(() => arrived().length === last + 2);
  assert.deepEqual(arrived(), numbers(1, last + 2));
  const sent = () => azure.requests.some(({ client_secret: secret }) => secret === 'canary new');
  await receiver.until(sent);
  assert.ok(!/canary|token-\d/.test(server.log));
});

test('further headers are sent and never shown', async (t) => {
  const server = await start(t, { env });
  const receiver = await Receiver.open(t);
  await addSchema(server);
  const made = await makeStream(server, {
    ...{ type: 'https_ndjson', url: receiver.url, secret: 'Bearer t' },
    headers: 'X-Team: security\nX-Client-Secret: canary',
  });
  assert.equal(made.has_headers, true);
  await addEvents(server, 1, 1);
  await receiver.until(() => receiver.requests.length === 1);
  const { headers } = receiver.requests[0];
  assert.equal(headers.authorization, 'Bearer t');
  assert.equal(headers['x-team'], 'security');
  assert.equal(headers['x-client-secret'], 'canary');
  const read = await ask(server, 'GET', `/v1/log_streams/${made.id}`, { headers: bearer(key) });
  const events = await ask(server, 'GET', '/v1/events?limit=100', { headers: bearer(key) });
  assert.ok(!/canary/.test(JSON.stringify(made) + read.text + events.text + server.log));
});

test('a file of the folder gets the own events, and is rotated by its name', async (t) => {
  const data = dataFolder(t);
  const folder = path.join(path.dirname(data), 'streams');
  mkdirSync(folder);
  const server = await start(t, { data, env: { ...env, BEARWARD_LOG_STREAMS__FOLDER: folder } });
  const args = ['--name', 'own', '--source', 'events', '--type', 'file', '--url', 'file:own.jsonl'];
  const made = command(['log-stream', 'create', ...args, '--data', data, '--json']);
  assert.equal(made.status, 0, made.stderr);
  const { id } = JSON.parse(made.stdout);
  const { state } = await stateUntil(server, id, ({ last_event_id: last }) => last !== null);
  assert.equal(state, 'active');
  const [environment] = readdirSync(folder);
  const file = path.join(folder, environment, 'own.jsonl');
  const [created] = linesOf(readFileSync(file, 'utf8'));
  assert.equal(created.action, 'log_stream.created');
  assert.deepEqual(created.actor, { id: 'operator', type: 'system' });
  assert.equal(statSync(file).mode & 0o777, 0o600);
  renameSync(file, `${file}.1`);
  await send(server, 'POST', '/organizations', { name: 'After the rotation' });
  const text = await fileUntil(file, (lines) => lines.includes('After the rotation'));
  assert.ok(linesOf(text).every(({ action: name }) => name !== 'log_stream.created'));
});

test('a target in a private network is refused unless its range is allowed', async (t) => {
  const server = await start(t);
  const receiver = await Receiver.open(t);
  const { id } = await makeStream(server, {
    ...{ type: 'https_json', url: receiver.url.replace('127.0.0.1', 'localhost') },
  });
  const syslog = await makeStream(server, {
    ...{ type: 'syslog', url: `syslog://localhost:${receiver.port}` },
  });
  for (const one of [id, syslog.id]) {
    await send(server, 'POST', `/v1/log_streams/${one}/test`, {});
    const { last_error: error } = await stateUntil(server, one, ({ state }) => state === 'invalid');
    assert.match(error, /^address_refused/);
  }
  await logged(server, 'Events of a log stream were not delivered.');
  assert.equal(receiver.requests.length, 0);
});
