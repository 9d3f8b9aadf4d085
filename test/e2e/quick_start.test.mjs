// The commands of the README's quick start and of the tour's first part, run as they stand there.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { binary, dataFolder, root, start } from './server.mjs';

/** The shell blocks of a section of a document, in order. */
function blocksOf(document, heading) {
  const text = readFileSync(path.join(root, document), 'utf8');
  const section = text.split(`\n## ${heading}\n`)[1].split('\n## ')[0];
  return [...section.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block]) => block);
}

/** The output of blocks beside a server on the data folder that they name. */
async function run(t, blocks) {
  const folder = path.dirname(dataFolder(t));
  mkdirSync(path.join(folder, 'build'));
  symlinkSync(binary, path.join(folder, 'build/bearward'));
  const server = await start(t, { data: path.join(folder, 'data'), apply: null });
  const script = blocks.join('').replaceAll('http://127.0.0.1:8080', server.http);
  const bash = spawnSync('bash', ['-euo', 'pipefail'], {
    cwd: folder,
    encoding: 'utf8',
    input: script
      .replace('curl -H', 'wait_until_known; curl -H')
      .replace(/^/, waitUntilKnown(server)),
  });
  assert.equal(bash.status, 0, bash.stdout + bash.stderr);
  return bash.stdout;
}

test("the README's quick start ends in an answer to one's own key", async (t) => {
  const [serve, ...commands] = blocksOf('README.md', 'Quick start');
  assert.equal(serve, './dev run\n');
  const output = await run(t, commands);
  assert.match(output, /"object":"caller".*"name":"production"/);
  assert.match(output, /"allowed":true/);
});

test("the tour's machine gets a token that the tour's key verifies", async (t) => {
  const output = await run(t, blocksOf('docs/tour.md', 'A machine and its tokens'));
  assert.match(output, /^created application nightly-sync .* secret /m);
  assert.match(output, /"object":"caller".*"name":"production"/);
  assert.match(output, /"allowed":true/);
});

/** The settings and the words with which `./dev run` starts the program. */
function devRun(args, env = {}) {
  const script = `set -- help; source ./dev >/dev/null; need() { :; }; compile() { :; }
    exec() { echo "\${BEARWARD_SERVER__DATA-none} \${BEARWARD_CONFIG-none} $*"; }
    do_run ${args}`;
  const { BEARWARD_SERVER__DATA: _data, BEARWARD_CONFIG: _config, ...others } = process.env;
  const run = spawnSync('bash', ['-c', script], {
    cwd: root,
    encoding: 'utf8',
    env: { ...others, ...env },
  });
  assert.equal(run.status, 0, run.stderr);
  return run.stdout.trim();
}

// Beside an installed package it used the settings and the data of the package.
test('./dev run names its own data unless --config names settings', () => {
  const start = 'build/bearward serve';
  assert.equal(devRun(''), `./data none ${start}`);
  assert.equal(devRun('--apply a.toml'), `./data none ${start} --apply a.toml`);
  assert.equal(devRun('', { BEARWARD_CONFIG: '/etc/b.toml' }), `./data none ${start}`);
  assert.equal(devRun('', { BEARWARD_SERVER__DATA: '/other' }), `/other none ${start}`);
  for (const named of ['--config a.toml', '--config=a.toml']) {
    assert.equal(devRun(named), `none none ${start} ${named}`);
  }
});

/**
 * A person takes longer to type than a server to take in what apply wrote; a script does not. The
 * key is known first, the signing keys of its environment with the next look at the store.
 */
function waitUntilKnown(server) {
  return `wait_until_known() {
    for ((i = 0; i < 500; ++i)); do
      curl -sf -o /dev/null -H "Authorization: Bearer $key" ${server.http}/v1/whoami &&
        curl -s ${server.http}/oauth2/jwks | grep -q '"kid"' && return
    done
  }
`;
}
