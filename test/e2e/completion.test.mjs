// The completion scripts in the shells themselves: bash and zsh in a terminal, with a TAB typed
// behind each line, and fish by its own command for that.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { binary, command, root } from './server.mjs';

/** What is typed, and the line after the TAB. */
const lines = [
  ['bearward us', 'bearward user '],
  ['bearward user unl', 'bearward user unlock '],
  ['bearward user create --first', 'bearward user create --first-name '],
  ['bearward help us', 'bearward help user '],
  ['bearward help user unl', 'bearward help user unlock '],
  ['bearward completion b', 'bearward completion bash '],
  ['bearward migrate p', 'bearward migrate postgres '],
  ['bearward manual bearward.', 'bearward manual bearward.toml '],
  ['bearward audit export --format c', 'bearward audit export --format csv '],
  ['bearward --data x user li', 'bearward --data x user list '],
  ['bearward --config a:b user --data=x li', 'bearward --config a:b user --data=x list '],
  ["bearward --data 'x y' user li", "bearward --data 'x y' user list "],
  ['bearward log-stream create --type data', 'bearward log-stream create --type datadog '],
  ['bearward log-stream create --type=data', 'bearward log-stream create --type=datadog '],
  ['bearward user update x --clear loc', 'bearward user update x --clear locale '],
  ['bearward apply prov', 'bearward apply provisioning.toml '],
  ['bearward apply provisioning.toml fold', 'bearward apply provisioning.toml folder/'],
  ['bearward serve --apply prov', 'bearward serve --apply provisioning.toml '],
  [
    'bearward user create --password-file prov',
    'bearward user create --password-file provisioning.toml ',
  ],
  [
    'bearward user create --password-file=prov',
    'bearward user create --password-file=provisioning.toml ',
  ],
  ['bearward --data fo', 'bearward --data folder/'],
  ['bearward serve --assets-dir f', 'bearward serve --assets-dir folder/'],
];

/** A folder in which the shell works, and its environment. `files` are further files of it. */
function workplace(t, files) {
  const folder = mkdtempSync(path.join(tmpdir(), 'bearward-e2e-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  writeFileSync(path.join(folder, 'provisioning.toml'), '');
  writeFileSync(path.join(folder, 'footer.txt'), ''); // is not offered where a folder is wanted
  mkdirSync(path.join(folder, 'folder'));
  const env = {
    ...process.env,
    PATH: `${path.dirname(binary)}:${process.env.PATH}`,
    HOME: folder,
    ZDOTDIR: folder,
    TERM: 'xterm',
  };
  return { cwd: folder, env, encoding: 'utf8' };
}

const script = (shell) => command(['completion', shell]).stdout;

/** The lines after a TAB at the end of each. */
function typed(words, place) {
  const driver = path.join(root, 'test/e2e/typed_in_shell.py');
  const input = JSON.stringify(lines.map(([line]) => line));
  const done = spawnSync('python3', [driver, ...words], { ...place, input });
  assert.equal(done.status, 0, done.stderr);
  return JSON.parse(done.stdout);
}

const expected = lines.map(([, completed]) => completed);
const without = (shell) =>
  spawnSync(shell, ['--version']).error === undefined ? false : `${shell} is not installed`;

test('bash completes commands, options, values and files', (t) => {
  const rc = `PS1='READY>'\nbind -x '"\\C-o": printf "<%s>\\n" "$READLINE_LINE"'\n`;
  const place = workplace(t, { bashrc: rc + script('bash') });
  assert.deepEqual(typed(['bash', '--noprofile', '--rcfile', 'bashrc', '-i'], place), expected);
});

// The function of a folder of fpath is loaded by the first TAB, which must already complete.
test('zsh completes them too, from the first TAB on', { skip: without('zsh') }, (t) => {
  const rc = `PS1='READY>'
    fpath=($PWD $fpath)
    autoload -Uz compinit && compinit -u -D
    report() { print -r -- "<$BUFFER>" }
    zle -N report && bindkey '^O' report\n`;
  const place = workplace(t, { '.zshrc': rc, _bearward: script('zsh') });
  assert.deepEqual(typed(['zsh', '-d', '-i'], place), expected);
});

test('zsh completes after the script is sourced', { skip: without('zsh') }, (t) => {
  const rc = `PS1='READY>'
    autoload -Uz compinit && compinit -u -D
    source ./script
    report() { print -r -- "<$BUFFER>" }
    zle -N report && bindkey '^O' report\n`;
  const place = workplace(t, { '.zshrc': rc, script: script('zsh') });
  assert.deepEqual(typed(['zsh', '-d', '-i'], place), expected);
});

test('fish completes them too', { skip: without('fish') }, (t) => {
  const place = workplace(t, { script: script('fish') });
  const completed = lines.map(([line]) => {
    const code = 'source script; complete -C $argv[1]';
    const done = spawnSync('fish', ['--no-config', '-c', code, line], place);
    assert.equal(done.status, 0, done.stderr);
    return done.stdout.split('\n').slice(0, -1).map((one) => one.split('\t')[0]);
  });
  const words = expected.map((line) => [line.trim().split(' ').at(-1)]);
  assert.deepEqual(completed, words);
});

test('a shell that has no script is refused with those that have one', () => {
  const done = command(['completion', 'basch']);
  assert.equal(done.status, 2);
  assert.match(done.stderr, /SHELL cannot be "basch"\. Did you mean "bash"\?/);
});
