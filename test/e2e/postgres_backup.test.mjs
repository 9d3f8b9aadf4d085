// The commands of docs/operations/nodes.md that dump and restore a PostgreSQL database, run as they
// stand there.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ask, bearer, command, root, signIn } from './server.mjs';
import { node, postgres } from './postgres.mjs';

const page = readFileSync(path.join(root, 'docs/operations/nodes.md'), 'utf8');
const section = page.split('\n## Backups\n')[1].split('\n## ')[0];
const blocks = (language) =>
  [...section.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, 'gm'))].map(
    ([, block]) => block,
  );
const [dump, setAside, restore] = blocks('sh');
const [eventsSinceBackup] = blocks('sql');

const environmentKey = 'sk_test_0000000000000000000000000000';

/** Runs commands of the page in the folder of the dump. */
function run(folder, script, database) {
  return spawnSync('bash', ['-euo', 'pipefail'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, BEARWARD_STORAGE__URL: database.url },
    input: script,
  });
}

function mustRun(folder, script, database) {
  const { status, stdout, stderr } = run(folder, script, database);
  assert.equal(status, 0, stdout + stderr);
}

async function stop(server) {
  server.process.kill('SIGTERM');
  assert.equal((await server.ended).code, 0, server.log);
}

const statusOf = async (server, target, token) =>
  (await ask(server, 'GET', target, { headers: bearer(token) })).status;

/** A node on the restored database accepts what the dump has, and `check` finds no problem. */
async function assertRestored(t, database, { before, after }) {
  const server = await node(t, database, { apply: null });
  assert.equal(await statusOf(server, '/organizations', environmentKey), 200);
  assert.equal(await statusOf(server, '/v1/whoami', before), 200);
  assert.equal(await statusOf(server, '/v1/whoami', after), 401);
  const check = command(['check', '--data', server.data, '--json'], {
    env: {
      ...process.env,
      BEARWARD_STORAGE__URL: database.url,
      BEARWARD_MASTER_KEY_FILE: path.join(database.folder, 'master.key'),
    },
  });
  assert.equal(check.status, 0, check.stdout + check.stderr);
  await stop(server);
}

test('a dump is restored over an installation and into an empty database', async (t) => {
  const database = await postgres(t);
  const folder = database.folder;
  const server = await node(t, database);
  const { token: before } = await signIn(server);
  mustRun(folder, dump, database);
  const { token: after } = await signIn(server);
  await stop(server);
  // A schema that a newer version has extended.
  database.sql('CREATE TABLE bearward.of_a_newer_version (id text PRIMARY KEY)');

  await t.test('the existing installation must be set aside first', () => {
    const refused = run(folder, restore, database);
    assert.notEqual(refused.status, 0);
    assert.match(refused.stderr, /schema "bearward" already exists/);
  });

  await t.test('over an installation', async (t) => {
    mustRun(folder, setAside, database);
    mustRun(folder, restore, database);
    const later = database.sql(eventsSinceBackup).split('\n');
    assert.equal(later.filter((row) => row.includes('|session.created|')).length, 1);
    await assertRestored(t, database, { before, after });
  });

  await t.test('into an empty database, by a user that does not exist in the first', async (t) => {
    const empty = await postgres(t);
    empty.sql('CREATE ROLE gate LOGIN; GRANT CREATE ON DATABASE postgres TO gate');
    const owned = { folder: empty.folder, url: empty.url.replace('user=bearward', 'user=gate') };
    mustRun(folder, restore, owned);
    await assertRestored(t, owned, { before, after });
  });
});
