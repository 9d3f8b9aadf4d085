// The commands of the resources, beside a running server and without one.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { ask, bearer, binary, command, dataFolder, demo, root, start } from './server.mjs';

const cheap = {
  ...process.env,
  BEARWARD_PASSWORDS__MEMORY_KIB: '64',
  BEARWARD_PASSWORDS__PASSES: '1',
};

/** A function that runs commands on one data folder. */
function commands(data) {
  const run = (args, input) => command([...args, '--data', data], { env: cheap, input });
  const json = (args, input) => {
    const done = run([...args, '--json'], input);
    assert.equal(done.status, 0, `${args.join(' ')}: ${done.stderr}`);
    return done.stdout === '' ? undefined : JSON.parse(done.stdout);
  };
  return { run, json };
}

/** The life of a user and of a key, which must be the same with and without a server. */
function livesOf({ run, json }) {
  const ann = json(['user', 'create', '--email', 'ann@acme.example', '--first-name', 'Ann']);
  assert.match(ann.id, /^user_/);
  const password = json(['user', 'set-password', ann.id, '--password-file', '-'], 'long enough\n');
  assert.equal(password.status, 'password_changed');
  const changed = json(['user', 'update', ann.id, '--first-name', 'Anna', '--last-name', 'Lee']);
  assert.deepEqual([changed.first_name, changed.last_name], ['Anna', 'Lee']);
  assert.equal(json(['user', 'update', ann.id, '--clear', 'last-name']).last_name, null);
  assert.deepEqual(
    json(['user', 'list']).data.map((user) => user.email),
    ['ann@acme.example'],
  );
  const table = run(['user', 'list']).stdout.split('\n');
  assert.match(table[0], /^ID +EMAIL/);
  assert.match(table[1], /^user_\w+ +ann@acme\.example/);
  assert.match(run(['user', 'get', ann.id]).stdout, /^email +ann@acme\.example$/m);
  assert.equal(json(['user', 'unlock', ann.id]).status, 'unlocked');

  const limits = ['--permission', 'tokens:verify', '--expires', '90d'];
  const key = json(['key', 'create', '--description', 'ci', ...limits]);
  assert.match(key.value, /^sk_live_\w{32}$/);
  assert.deepEqual(key.permissions, ['tokens:verify']);
  const days = (Date.parse(key.expires_at) - Date.now()) / 86400000;
  assert.ok(days > 89.9 && days <= 90, `${days}`);
  const listed = json(['key', 'list']).data;
  assert.deepEqual(
    listed.map((one) => [one.id, one.value]),
    [[key.id, undefined]],
  );
  const checked = json(['key', 'check'], key.value);
  assert.deepEqual(checked, { well_formed: true, kind: 'API key of an environment' });

  assert.deepEqual(json(['key', 'get', key.id]).permissions, ['tokens:verify']);
  const mistypedPermission = run(['key', 'create', '--permission', 'tokens:verfy']);
  assert.equal(mistypedPermission.status, 2);
  assert.match(mistypedPermission.stderr, /Did you mean "tokens:verify"\?/);

  const acme = json(['organization', 'create', '--name', 'Acme']);
  const own = json(['key', 'create', '--organization', acme.id, '--name', 'own']);
  assert.match(own.value, /^bw_live_org_/);
  assert.equal(json(['key', 'check'], own.value).well_formed, true);
  assert.equal(json(['key', 'get', own.id]).organization_id, acme.id);
  const mistyped = own.value.slice(0, -1) + (own.value.endsWith('0') ? '1' : '0');
  assert.equal(run(['key', 'check'], mistyped).status, 1);
  for (const { id } of [key, own]) assert.equal(json(['key', 'usage', id]).counted_since, null);
  json(['key', 'delete', own.id]);
  assert.equal(run(['key', 'usage', own.id]).status, 3);
  json(['key', 'delete', key.id]);
  assert.deepEqual(json(['key', 'list']).data, []);
  assert.deepEqual(json(['key', 'list', '--organization', acme.id]).data, []);

  json(['user', 'delete', ann.id]);
  const gone = run(['user', 'get', ann.id]);
  assert.equal(gone.status, 3);
  assert.match(gone.stderr, /^bearward: .*not found/im);

  const events = json(['event', 'list', '--target', ann.id, '--order', 'asc']).data;
  assert.deepEqual(
    events.map((event) => [event.type, event.actor_kind, event.actor_id, event.credential_id]),
    ['user.created', 'user.password_changed', 'user.updated', 'user.updated', 'user.deleted'].map(
      (type) => [type, 'system', 'operator', 'command_line'],
    ),
  );
  assert.ok(events.every((event) => event.address === `uid:${process.getuid()}`));
  assert.deepEqual(json(['event', 'get', String(events[0].number)]), events[0]);

  json(['role', 'create', '--slug', 'gone', '--name', 'Gone']);
  json(['role', 'delete', 'gone']);
  assert.equal(run(['role', 'get', 'gone']).status, 3);
  assert.equal(run(['role', 'delete', 'member']).status, 4, 'the default role stays');
  json(['policy', 'create', '--name', 'api', '--permission', 'forms:read']);
  const policy = json(['policy', 'update', 'api', '--method', 'GET']);
  assert.deepEqual([policy.permissions, policy.methods], [['forms:read'], ['GET']]);
}

test('without a server, commands change the data themselves', (t) => {
  const cli = commands(dataFolder(t));
  assert.equal(cli.json(['environment', 'create', '--name', 'production']).name, 'production');
  livesOf(cli);
});

test('a command in a folder without data names the folder and makes no file', (t) => {
  const data = dataFolder(t);
  const { run, json } = commands(data);
  const calls = [['user', 'list'], ['key', 'create'], ['backup', `${data}.backup`], ['check']];
  for (const args of calls) {
    const done = run(args);
    assert.notEqual(done.status, 0, args.join(' '));
    assert.ok(done.stderr.includes(data), done.stderr);
    assert.ok(!existsSync(data), `${args.join(' ')} made the folder`);
  }
  const missing = run(['user', 'list']);
  assert.equal(missing.status, 3);
  const next = `bearward environment create --name production --data ${data}`;
  assert.ok(missing.stderr.includes(next), missing.stderr);
  json(['environment', 'create', '--name', 'production']);
  assert.deepEqual(json(['user', 'list']).data, []);
});

test('BEARWARD_CONFIG names the settings file of a command', (t) => {
  const data = dataFolder(t);
  const file = path.join(path.dirname(data), 'bearward.toml');
  writeFileSync(file, `[server]\ndata = "${data}"\n`);
  const env = { ...cheap, BEARWARD_CONFIG: file };
  const made = command(['environment', 'create', '--name', 'production'], { env });
  assert.equal(made.status, 0, made.stderr);
  assert.ok(existsSync(path.join(data, 'bearward.db')));
  writeFileSync(file, '[server]\nhttpp = "off"\n');
  const refused = command(['user', 'list'], { env });
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /bearward\.toml:2: .*httpp/);
  assert.equal(command(['version'], { env }).status, 0, 'the version needs no settings');
});

test('beside a server, commands take effect at once, and are in its log', async (t) => {
  const server = await start(t, { apply: null });
  const cli = commands(server.data);
  const socket = path.join(server.data, 'command.sock');
  assert.equal(statSync(socket).mode & 0o777, 0o600);
  cli.json(['environment', 'create', '--name', 'production']);
  livesOf(cli);
  const key = cli.json(['key', 'create']);
  const caller = await ask(server, 'GET', '/v1/whoami', { headers: bearer(key.value) });
  assert.equal(caller.json.environment.name, 'production');
  cli.json(['key', 'delete', key.id]);
  const refused = await ask(server, 'GET', '/v1/whoami', { headers: bearer(key.value) });
  assert.equal(refused.status, 401);
  assert.match(server.log, /"path":"\/user_management\/users".*"peer":"uid:\d+"/);
  server.process.kill('SIGINT');
  await server.ended;
  assert.ok(!existsSync(socket), 'the socket remains');
});

test('what is open for commands needs a credential over the network', async (t) => {
  const server = await start(t);
  assert.equal((await ask(server, 'GET', '/v1/environments')).status, 401);
  const headers = bearer('sk_test_0000000000000000000000000000');
  assert.equal((await ask(server, 'GET', '/v1/environments', { headers })).status, 200);
  const header = { 'Bearward-Environment': 'production' };
  assert.equal((await ask(server, 'GET', '/v1/events', { headers: header })).status, 401);
});

const asRoot = process.getuid() === 0 ? test : () => {}; // only root can become another user

asRoot('another user of the machine is refused', async (t) => {
  const server = await start(t);
  const folder = path.dirname(server.data);
  for (const place of [folder, server.data]) spawnSync('chmod', ['755', place]);
  spawnSync('chmod', ['666', path.join(server.data, 'command.sock')]);
  const other = { uid: 65534, gid: 65534, cwd: '/' };
  const done = command(['user', 'list', '--data', server.data], other);
  assert.equal(done.status, 5, done.stdout + done.stderr);
  assert.match(done.stderr, /only the user of the server/i);
});

test('signing keys are listed and rotated', async (t) => {
  const server = await start(t);
  const cli = commands(server.data);
  const before = cli.json(['signing-key', 'list']).data;
  assert.ok(before.every((key) => key.state === 'signs'));
  const after = cli.json(['signing-key', 'rotate', '--profile', 'oauth.jwt']).data;
  const made = after.filter((key) => !before.some((old) => old.id === key.id));
  assert.deepEqual(
    made.map((key) => [key.profile, key.state]),
    [['oauth.jwt', 'next']],
  );
  assert.equal(cli.run(['signing-key', 'rotate', '--profile', 'nothing']).status, 3);
});

/** A report and an integration of the demo's Acme. */
const partners = `
[[objects]]
kind = "report"
name = "Won deals"
number = 7001
organization = "Acme"
fields = { enabledForApi = true, rows = "opportunity", columns = [{ field = "object_name" }] }

[[objects]]
kind = "integration"
name = "CRM import"
id = "WS-Integration_crm"
organization = "Acme"
fields = { object_kind = "opportunity", required = ["stage"] }
`;

test('audit logs, reports and integrations are read and written by commands', async (t) => {
  const data = dataFolder(t);
  const apply = path.join(path.dirname(data), 'world.toml');
  writeFileSync(apply, readFileSync(demo, 'utf8') + partners);
  const server = await start(t, { data, apply });
  const cli = commands(server.data);
  const acme = 'org_01EHZNVPK3SFK441A1RGBFSHRT';
  const action = 'user.signed_in';
  cli.json(['audit-log', 'add-schema', action, '--targets', '[{"type":"team"}]']);
  const event = {
    action,
    occurred_at: new Date().toISOString(),
    actor: { id: 'user_1', type: 'user' },
    targets: [{ id: 'team_1', type: 'team' }],
    context: { location: '192.0.2.7' },
  };
  const add = ['audit-log', 'add-event', '--organization', acme, '--event', JSON.stringify(event)];
  assert.deepEqual(cli.json(add), { success: true });
  const [stored] = cli.json(['audit-log', 'list-events', '--organization', acme]).data;
  assert.equal(stored.event.actor.id, 'user_1');
  const [known] = cli.json(['audit-log', 'list-actions']).data;
  assert.equal(known.name, action);
  assert.equal(cli.json(['audit-log', 'list-schemas', action]).data[0].version, 1);
  const range = ['--range-start', '1h', '--range-end', '1s'];
  const made = cli.json(['audit-log', 'export', '--organization', acme, ...range]);
  assert.equal(cli.json(['audit-log', 'get-export', made.id]).state, 'ready');
  const retention = ['audit-log', 'set-retention', acme, '--retention-period-in-days', '365'];
  assert.equal(cli.json(retention).retention_period_in_days, 365);
  assert.equal(cli.json(['audit-log', 'get-retention', acme]).retention_period_in_days, 365);
  assert.equal(cli.json(['audit-log', 'get-configuration', acme]).state, 'active');

  const [report] = cli.json(['report', 'list']).data;
  assert.equal(cli.json(['report', 'get', report.id]).name, 'Won deals');
  assert.deepEqual(cli.json(['report', 'list-views', report.id]).data, []);
  const [integration] = cli.json(['integration', 'list']).data;
  assert.equal(cli.json(['integration', 'get', integration.id]).name, 'CRM import');
  assert.deepEqual(cli.json(['integration', 'list-loads', integration.id]).data, []);
  assert.equal(cli.run(['integration', 'get-load', integration.id, 'none']).status, 3);
});

test('webhooks, emails, denials and the look of pages are read and changed', async (t) => {
  const server = await start(t);
  const cli = commands(server.data);
  const url = 'https://hooks.example/';
  const made = cli.json(['webhook', 'create', '--endpoint-url', url, '--event', 'user.created']);
  const read = cli.json(['webhook', 'get', made.id]);
  assert.deepEqual([read.failures, read.failing_since, read.secret], [0, null, undefined]);
  const headers = { ...bearer('sk_test_0000000000000000000000000000') };
  assert.deepEqual(cli.json(['webhook-subscriber', 'list']).data, []);
  for (const words of [['get'], ['update', '--status', 'disabled'], ['roll-secret'], ['delete']]) {
    const [verb, ...options] = words;
    const done = cli.run(['webhook-subscriber', verb, 'wsub_none', ...options]);
    assert.equal(done.status, 3, verb + done.stderr);
  }
  assert.deepEqual(cli.json(['email', 'list']).data, []);
  assert.equal(cli.run(['email', 'get', 'none']).status, 3);
  assert.equal(cli.json(['branding', 'update', '--color', '#336699']).color, '#336699');
  assert.equal(cli.json(['branding', 'get']).color, '#336699');
  const refused = await ask(server, 'GET', '/v1/webhook_subscribers/wsub_none', {
    headers: bearer('sk_test_0000000000000000000000000001'),
  });
  assert.equal(refused.status, 401);
  const id = refused.headers['x-request-id'];
  assert.equal(cli.json(['denial', 'get', id]).request_id, id);
  assert.equal((await ask(server, 'GET', '/v1/branding', { headers })).json.color, '#336699');
});

test('further headers of a log stream come from a file', (t) => {
  const data = dataFolder(t);
  const cli = commands(data);
  cli.json(['environment', 'create', '--name', 'production']);
  const to = ['--type', 'https_json', '--url', 'https://siem.example/'];
  const stream = ['log-stream', 'create', '--name', 'siem', '--source', 'events', ...to];
  const made = cli.json([...stream, '--headers-file', '-'], 'X-Team: a\nX-Key: header-canary\n');
  assert.equal(made.has_headers, true);
  assert.ok(!JSON.stringify(made).includes('header-canary'));
});

test('a misspelled word is refused with the closest known one', (t) => {
  const { run } = commands(dataFolder(t));
  const cases = [
    [['usr', 'list'], /unknown command "usr"\. Did you mean "user"\?/],
    [['user', 'lsit'], /unknown command "lsit" of user\. Did you mean "list"\?/],
    [['user', 'create', '--emial', 'a@b.example'], /unknown option --emial .*"--email"\?/],
    [['serve', '--htp', 'off'], /unknown option --htp of serve\. Did you mean "--http"\?/],
    [['user', 'get'], /ID is missing/],
    [['user', 'get', 'a', 'b'], /too many arguments: "b"/],
    [['role', 'remove-permission', 'x', 'y'], /--organization is missing/],
    [['key', 'create', '--expires', 'soon'], /"soon" is not a time/],
  ];
  for (const [args, text] of cases) {
    const done = run(args);
    assert.equal(done.status, 2, `${args.join(' ')}: ${done.stderr}`);
    assert.match(done.stderr, text);
  }
});

test('help and reference are made from the same commands', () => {
  assert.match(command(['--version']).stdout, /^\d+\.\d+\.\d+/);
  assert.match(command(['help']).stdout, /^ {2}user +People: .*create/m);
  assert.match(command(['user', 'create', '--help']).stdout, /--password-file FILE/);
  assert.equal(command(['user']).status, 2);
  const page = readFileSync(path.join(root, 'docs/command-line.md'), 'utf8');
  assert.equal(
    page.split('<!-- reference: made by `bearward reference` -->\n\n')[1],
    command(['reference']).stdout.trimEnd() + '\n',
    'docs/command-line.md differs: replace its end by the output of `bearward reference`',
  );
});

test('init writes two files that serve accepts', async (t) => {
  const folder = path.join(path.dirname(dataFolder(t)), 'of "acme"');
  mkdirSync(folder);
  const init = () =>
    spawnSync(binary, ['init', '--name', 'staging', '--organization', 'Acme "x"'], {
      cwd: folder,
      encoding: 'utf8',
    });
  assert.equal(init().status, 0);
  assert.equal(init().status, 1, 'it replaced a file');
  const checked = spawnSync(binary, ['config', 'check', '--config', 'bearward.toml'], {
    cwd: folder,
    encoding: 'utf8',
  });
  assert.equal(checked.status, 0, checked.stderr);
  // The settings name the same data for a start in another folder.
  const elsewhere = path.join(folder, 'elsewhere');
  mkdirSync(elsewhere);
  const files = ['../provisioning.toml', '--config', '../bearward.toml'];
  const applied = spawnSync(binary, ['apply', ...files], {
    cwd: elsewhere,
    encoding: 'utf8',
    env: cheap,
  });
  assert.match(applied.stdout, /created environment staging/);
  assert.match(applied.stdout, /created organization Acme "x"/);
  assert.deepEqual(readdirSync(elsewhere), []);
  assert.ok(existsSync(path.join(folder, 'data', 'bearward.db')));
});

// pty.spawn copies standard input to a new terminal and the terminal to standard output.
const inTerminal = `import os, pty, sys
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))`;

/** Runs a command in a terminal, and answers each prompt once it is there. */
async function dialog(cwd, args, answers) {
  const child = spawn('python3', ['-c', inTerminal, binary, ...args], { cwd });
  const ended = once(child, 'close');
  const prompts = [];
  let shown = '';
  child.stdout.on('data', (bytes) => {
    shown += bytes;
    if (!shown.endsWith(': ') || prompts.length === answers.length) return;
    prompts.push(shown.split('\n').at(-1).trim());
    child.stdin.write(`${answers[prompts.length - 1]}\n`);
  });
  const [status] = await ended;
  return { status, prompts, shown };
}

test('init asks at a terminal for what no option states', async (t) => {
  const folder = path.dirname(dataFolder(t));
  const read = (file) => readFileSync(path.join(folder, file), 'utf8');
  const wrong = await dialog(folder, ['init'], ['', '', 'not a URL']);
  assert.equal(wrong.status, 1, wrong.shown);
  assert.match(wrong.shown, /--issuer: server\.issuer/);
  assert.deepEqual(readdirSync(folder), [], 'files of a wrong answer');
  const asked = await dialog(folder, ['init'], ['', 'Acme', 'https://id.acme.example']);
  assert.equal(asked.status, 0, asked.shown);
  assert.match(asked.prompts[0], /^Name of the first environment \[production\]:$/);
  assert.match(asked.prompts[1], /^Name of the first organization/);
  assert.match(asked.prompts[2], /^URL under which clients reach the server/);
  assert.match(read('bearward.toml'), /^issuer = "https:\/\/id\.acme\.example"$/m);
  assert.match(read('provisioning.toml'), /^\[\[environments\]\]\nname = "production"$/m);
  assert.match(read('provisioning.toml'), /^\[\[organizations\]\]\nname = "Acme"$/m);
  for (const file of ['bearward.toml', 'provisioning.toml']) rmSync(path.join(folder, file));
  const options = ['--name', 'staging', '--issuer', 'https://id.acme.example'];
  const rest = await dialog(folder, ['init', ...options], ['']);
  assert.equal(rest.status, 0, rest.shown);
  assert.equal(rest.prompts.length, 1);
  assert.match(read('provisioning.toml'), /name = "staging"/);
  assert.doesNotMatch(read('provisioning.toml'), /organizations/);
});

test('apply reads several files, folders and standard input, and plans without a change', (t) => {
  const data = dataFolder(t);
  const folder = path.join(path.dirname(data), 'files');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'a.toml'), '[[environments]]\nname = "production"\n');
  writeFileSync(path.join(folder, 'b.toml'), '[[organizations]]\nname = "Acme"\nnumber = 7\n');
  const { run } = commands(data);
  const user = '[[users]]\nusername = "ann"\nfirst_name = "Ann"\n';
  const planned = run(['apply', '--dry-run', folder, '-'], user);
  assert.equal(planned.status, 0, planned.stderr);
  assert.match(planned.stdout, /^created organization Acme/m);
  assert.match(planned.stdout, /^ {4}first_name: -> "Ann"$/m);
  assert.equal(run(['environment', 'get', 'production']).status, 3);
  assert.match(run(['apply', folder, '-'], user).stdout, /^created user ann/m);
  assert.equal(run(['apply', '--dry-run', folder, '-'], user).stdout, 'no change\n');
  const changed = run(['apply', '--dry-run', '-', '--json'], user.replace('Ann', 'Anna'));
  assert.deepEqual(JSON.parse(changed.stdout).events[0].data.changes.first_name, {
    before: 'Ann',
    after: 'Anna',
  });
});

test('apply --prune asks, removes what earlier files made, and nothing else', async (t) => {
  const data = dataFolder(t);
  const { run, json } = commands(data);
  const environment = '[[environments]]\nname = "production"\n';
  const ann = '[[users]]\nusername = "ann"\n';
  assert.equal(run(['apply', '-'], environment + ann).status, 0);
  json(['user', 'create', '--email', 'bob@acme.example']);
  const planned = run(['apply', '--dry-run', '--prune', '-'], environment);
  assert.match(planned.stdout, /^removed user ann user_\w+ in production$/m);
  const unasked = run(['apply', '--prune', '-'], environment);
  assert.equal(unasked.status, 2);
  assert.match(unasked.stderr, /--yes/);
  assert.equal(json(['user', 'list']).data.length, 2);
  const server = await start(t, { data, apply: null });
  const pruned = run(['apply', '--prune', '--yes', '-'], environment);
  assert.equal(pruned.status, 0, pruned.stderr);
  assert.match(pruned.stdout, /^removed user ann/m);
  assert.deepEqual(
    json(['user', 'list']).data.map((user) => user.email),
    ['bob@acme.example'],
  );
  assert.equal(run(['apply', '--prune', '-'], environment).stdout, 'no change\n');
  server.process.kill('SIGTERM');
  await server.ended;
});
