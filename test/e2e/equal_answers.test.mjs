// D1: a known and an unknown address get the same answer after the same time.
//
// Each row sends 200 pairs of requests, one about a known and one about an unknown address, in
// random order. The times are compared by a paired sign test with a margin: the difference of a row
// must not exceed a tenth of a password comparison. The order within a pair is random, so a load or
// a pause of the machine is as likely to delay either request, and each pair is an independent coin
// toss whatever the other pairs measure. If no difference exceeds the margin, the test fails with a
// probability below kFalseAlarm over all rows.
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ask, asJson, bearer, dataFolder, start } from './server.mjs';

const kPairs = 200;
const kFalseAlarm = 1e-6;
const kMostTests = 32; // two for each row
const key = 'sk_test_0000000000000000000000000000';
// All addresses have the same length, so that the bodies have it too.
const people = Array.from({ length: kPairs }, (_, i) => `p${1000 + i}@known.example`);
const stranger = (i) => `p${1000 + i}@other.example`;
const guess = 'A password of no user 1';

const world = (policy) => `
[[environments]]
name = "production"
[[organizations]]
name = "Acme"
password_policy = "${policy}"
[[api_keys]]
environment = "production"
value = "${key}"
${people
  .map(
    (email, i) => `
[[users]]
username = "known${i}"
email = "${email}"
${i < 8 ? `password = "a known password ${i}"` : ''}
memberships = [{ organization = "Acme", roles = [] }]
`,
  )
  .join('')}
`;

/** The limits would refuse most of the requests; the throttles count by client address. */
const settings = {
  BEARWARD_SERVER__TRUSTED_PROXIES: '127.0.0.1',
  BEARWARD_LOG__REQUESTS: 'false',
  ...Object.fromEntries(
    ['REQUESTS', 'READS', 'WRITES', 'DELETIONS', 'SIGN_INS', 'CODES'].map((name) => [
      `BEARWARD_DIALECTS__WORKOS__LIMITS__${name}`,
      'off',
    ]),
  ),
};

async function startWorld(t, policy, env) {
  const apply = path.join(path.dirname(dataFolder(t)), 'equal.toml');
  writeFileSync(apply, world(policy));
  const server = await start(t, { memory: true, apply, env: { ...settings, ...env } });
  const whoami = await ask(server, 'GET', '/v1/whoami', { headers: bearer(key) });
  server.client = { client_id: whoami.json.environment.client_id, client_secret: key };
  return server;
}

let clients = 0;
/** Another client address for each request. */
const address = () => {
  clients += 1;
  return { 'X-Forwarded-For': `10.${clients >> 16}.${(clients >> 8) & 255}.${clients & 255}` };
};

const post = (server, target, body, headers = {}) =>
  ask(server, 'POST', target, {
    headers: { ...asJson, ...address(), ...headers },
    body: JSON.stringify(body),
  });
const withKey = (server, method, target, body) =>
  ask(server, method, target, {
    headers: { ...asJson, ...address(), ...bearer(key) },
    body: body && JSON.stringify(body),
  });
const authenticate = (server, grant, more) =>
  post(server, '/user_management/authenticate', { grant_type: grant, ...server.client, ...more });

/** The answer without what differs between any two requests. */
function normalized(answer) {
  const text = answer.text
    .replace(/\b(user|magic_auth|password_reset|invitation|org)_[0-9A-Z]{26}\b/g, '$1_ID')
    .replace(/"guid":"[0-9a-f-]{36}"/g, '"guid":"GUID"')
    .replace(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replace(/p\d+@(known|other)\.example/g, 'EMAIL')
    .replace(/"code":"\d{6}"/g, '"code":"DIGITS"')
    .replace(/\b[0-9A-Za-z]{25}\b/g, 'TOKEN');
  const headers = Object.entries(answer.headers)
    .filter(([name]) => !['date', 'x-request-id', 'set-cookie'].includes(name))
    .sort();
  return { status: answer.status, text, headers };
}

/** The probability of at least `wins` of `tosses` of a fair coin. */
function tail(wins, tosses) {
  let logTerm = -tosses * Math.log(2); // of zero wins
  let sum = 0;
  for (let k = 0; k <= tosses; k += 1) {
    if (k >= wins) sum += Math.exp(logTerm);
    logTerm += Math.log(tosses - k) - Math.log(k + 1);
  }
  return sum;
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Sends the pairs; returns the differences of the times in ms, and the times of the unknown. */
async function measure(row) {
  const timed = async (request, i) => {
    const begun = performance.now();
    const answer = await request(i);
    return { answer, ms: performance.now() - begun };
  };
  for (let i = 0; i < 8; i += 1) await Promise.all([row.known(i), row.unknown(i)]);
  const differences = [];
  const times = [];
  for (let i = 0; i < kPairs; i += 1) {
    const knownFirst = randomInt(2) === 0;
    const first = await timed(knownFirst ? row.known : row.unknown, i);
    const second = await timed(knownFirst ? row.unknown : row.known, i);
    const [known, unknown] = knownFirst ? [first, second] : [second, first];
    assert.equal(known.answer.status, row.status, `${row.name}: ${known.answer.text}`);
    assert.deepEqual(normalized(known.answer), normalized(unknown.answer), row.name);
    differences.push(known.ms - unknown.ms);
    times.push(unknown.ms);
  }
  return { differences, times };
}

/** Fails if one kind of address is slower than the other by more than the margin. */
function assertAlike(name, differences, margin) {
  const slower = differences.filter((ms) => ms > margin).length;
  const faster = differences.filter((ms) => ms < -margin).length;
  const limit = kFalseAlarm / kMostTests;
  const ms = (value) => `${value.toFixed(3)} ms`;
  const facts = `${name}: median difference ${ms(median(differences))}, margin ${ms(margin)}`;
  assert.ok(tail(slower, kPairs) > limit, `known addresses are slower. ${facts}`);
  assert.ok(tail(faster, kPairs) > limit, `unknown addresses are slower. ${facts}`);
  return facts;
}

const signIns = (server) => [
  {
    name: 'WorkOS, password',
    status: 400,
    known: (i) => authenticate(server, 'password', { email: people[i % 8], password: guess }),
    unknown: (i) => authenticate(server, 'password', { email: stranger(i), password: guess }),
  },
  {
    name: 'TeleTracker, password',
    status: 401,
    known: (i) => post(server, '/auth/login', { username: people[i % 8], password: guess }),
    unknown: (i) => post(server, '/auth/login', { username: stranger(i), password: guess }),
  },
  {
    name: 'WorkMobile, password',
    status: 401,
    known: (i) =>
      post(server, '/api/Account/Authenticate', { username: people[i % 8], password: guess }),
    unknown: (i) =>
      post(server, '/api/Account/Authenticate', { username: stranger(i), password: guess }),
  },
];

const magic = 'urn:workos:oauth:grant-type:magic-auth:code';

/** A code that is not the one of the user. */
const wrong = (code) => (code[0] === '0' ? '1' : '0') + code.slice(1);

/** Rows whose answer is delayed by the door: their work differs. */
async function delayedRows(server) {
  const codes = [];
  for (const email of people) {
    const made = await withKey(server, 'POST', '/user_management/magic_auth', { email });
    codes.push(wrong(made.json.code));
  }
  return [
    ...signIns(server),
    {
      name: 'WorkOS, code of a sign-in',
      status: 400,
      known: (i) => authenticate(server, magic, { email: people[i], code: codes[i] }),
      unknown: (i) => authenticate(server, magic, { email: stranger(i), code: codes[i] }),
    },
  ];
}

/** Rows without a delay. */
async function directRows(server) {
  const make = async (target, body) => (await withKey(server, 'POST', target, body)).json;
  const invitations = [];
  for (const [place, email] of [
    ['known', people[0]],
    ['unknown', stranger(0)],
  ]) {
    const organization = await make('/organizations', { name: `Host ${place}` });
    invitations.push(
      await make('/user_management/invitations', { email, organization_id: organization.id }),
    );
  }
  const used = (await make('/user_management/password_reset', { email: people[0] }))
    .password_reset_token;
  const byToken = (invitation) => () =>
    withKey(server, 'GET', `/user_management/invitations/by_token/${invitation.token}`);
  const byEmail = (email) =>
    withKey(server, 'GET', `/user_management/invitations?email=${encodeURIComponent(email)}`);
  const reset = (token) =>
    withKey(server, 'POST', '/user_management/password_reset/confirm', {
      token,
      new_password: 'five mauve trombones',
    });
  await reset(used);
  let made = 0;
  const magicAuth = (email) => withKey(server, 'POST', '/user_management/magic_auth', { email });
  return [
    {
      name: 'a new code of a sign-in',
      status: 201,
      known: (i) => magicAuth(people[i]),
      unknown: () => magicAuth(stranger((made += 1))), // which makes a user
    },
    {
      name: 'a used and an unknown token of a reset',
      status: 404,
      known: () => reset(used),
      unknown: () => reset('0'.repeat(25)),
    },
    {
      name: 'an invitation by its token',
      status: 200,
      known: byToken(invitations[0]),
      unknown: byToken(invitations[1]),
    },
    {
      name: 'invitations by address',
      status: 200,
      known: (i) => byEmail(people[i === 0 ? 1 : i]),
      unknown: (i) => byEmail(stranger(i === 0 ? 1 : i)),
    },
  ];
}

test('known and unknown addresses get the same answers after the same time', async (t) => {
  // The cost of the default settings, and no delay: the comparison itself must take the same time.
  // The users are locked, because the first wrong passwords are also written to the store, which
  // only the delay hides.
  const bare = await startWorld(t, 'medium', {
    BEARWARD_PASSWORDS__MEMORY_KIB: '19456',
    BEARWARD_PASSWORDS__PASSES: '2',
    BEARWARD_PASSWORDS__FAILURE_MS: '0',
  });
  for (let i = 0; i < 8 * 6; i += 1) {
    await post(bare, '/auth/login', { username: people[i % 8], password: guess });
  }
  const work = [];
  // All dialects compare passwords by the same function, so one of them is measured.
  for (const row of signIns(bare).slice(0, 1)) work.push({ row, ...(await measure(row)) });
  const comparison = median(work.flatMap((one) => one.times));
  const margin = comparison / 10;
  for (const { row, differences } of work) {
    t.diagnostic(assertAlike(`${row.name} without a delay`, differences, margin));
  }

  const delayed = await startWorld(t, 'low', { BEARWARD_PASSWORDS__FAILURE_MS: '15' });
  const rows = [...(await delayedRows(delayed)), ...(await directRows(delayed))];
  for (const row of rows) {
    const { differences } = await measure(row);
    t.diagnostic(assertAlike(row.name, differences, margin));
  }
  assert.ok(2 * (work.length + rows.length) <= kMostTests);
});
