// Mistakes on the command line: each is named with what is allowed, and changes nothing.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { command, dataFolder, demo } from './server.mjs';

const cheap = {
  ...process.env,
  BEARWARD_PASSWORDS__MEMORY_KIB: '64',
  BEARWARD_PASSWORDS__PASSES: '1',
};

/** Functions that run commands on a data folder, which has an environment. */
function commandsOf(t) {
  const data = dataFolder(t);
  const run = (args) => command([...args, '--data', data], { env: cheap });
  const json = (args) => {
    const done = run([...args, '--json']);
    assert.equal(done.status, 0, `${args.join(' ')}: ${done.stderr}`);
    return JSON.parse(done.stdout);
  };
  json(['environment', 'create', '--name', 'production']);
  return { run, json };
}

/** Runs each line; its exit code and its message must be those beside it. */
function compare(run, cases) {
  for (const [line, status, text] of cases) {
    const done = run(line.split(' '));
    assert.equal(done.status, status, `${line}: ${done.stderr}`);
    assert.match(done.stderr, text);
  }
}

// The message was "Validation failed (email)".
test('a refused value is named by its option, with what is allowed', (t) => {
  const { run } = commandsOf(t);
  compare(run, [
    ['user create --email x', 2, /: --email \(an email address such as ann@example\.com\)/],
    ['user list --limit 1000', 2, /: --limit \(Items of the page, 1 to 100\.\)/],
    ['membership list', 2, /Send --user or --organization\./],
    ['environment create --name=', 2, /^bearward: --name is required\./],
    ['event list --type user.creatd', 2, /Did you mean "user\.created"\?/],
    ['audit export --type user.creatd', 2, /Did you mean "user\.created"\?/],
    ['audit export --format cvs', 2, /^bearward: --format cannot be "cvs"\./],
    ['migrate postgre', 2, /^bearward: ENGINE cannot be "postgre"\. Did you mean "postgres"\?$/m],
    ['backup', 2, /^bearward: FILE is missing\. Usage: bearward backup FILE$/m],
    ['user list --data x', 2, /^bearward: --data is given twice\. Give it once\.$/m],
  ]);
  assert.equal(command(['--data']).stderr, 'bearward: --data needs a value.\n');
  assert.match(command(['serve', '--help']).stdout, /^Usage: bearward serve \[OPTIONS\]$/m);
});

// A vendor's API answers 400 or 422 for them, as for a value that is not allowed.
test('a value that is taken has the exit code of a refusal', (t) => {
  const { run, json } = commandsOf(t);
  json(['user', 'create', '--email', 'ann@acme.example']);
  json(['organization', 'create', '--name', 'Acme', '--external-id', 'a1']);
  json(['policy', 'create', '--name', 'api', '--permission', 'forms:read']);
  compare(run, [
    ['user create --email ann@acme.example', 4, /belongs to another user/],
    ['organization create --name B --external-id a1', 4, /exists already/],
    ['policy create --name api --permission forms:read', 4, /policy_exists/],
  ]);
});

// A misspelled --clear, and one of a value that cannot be absent, succeeded without a change.
test('--clear names an option whose value may be absent', (t) => {
  const { run, json } = commandsOf(t);
  const { id } = json(['user', 'create', '--email', 'ann@acme.example']);
  compare(run, [
    [`user update ${id} --clear local`, 2, /Did you mean "locale"\?/],
    [`user update ${id} --clear email`, 2, /--clear cannot be "email"/],
    [`user update ${id} --name A --clear name`, 2, /--name and --clear name contradict/],
  ]);
  json(['role', 'create', '--slug', 'ops', '--name', 'Ops']);
  json(['role', 'set-permissions', 'ops', '--permission', 'users:manage']);
  const cleared = json(['role', 'set-permissions', 'ops', '--clear', 'permission']);
  assert.deepEqual(cleared.permissions, []);
});

test('a time of audit export may be a duration', (t) => {
  const { run } = commandsOf(t);
  assert.match(run(['audit', 'export', '--from', '1h']).stdout, /"environment\.created"/);
  assert.equal(run(['audit', 'export', '--to', '1h']).stdout, '');
});

// It made a data folder with a database and a master key.
test('apply --dry-run makes no file in a folder without data', (t) => {
  const data = dataFolder(t);
  const apply = (args) => command(['apply', demo, '--data', data, ...args], { env: cheap });
  const planned = apply(['--dry-run']);
  assert.equal(planned.status, 0, planned.stderr);
  assert.match(planned.stdout, /created user ann/);
  assert.ok(!existsSync(data));
  assert.match(apply([]).stdout, /created user ann/);
  assert.doesNotMatch(apply(['--dry-run']).stdout, /created/);
});
