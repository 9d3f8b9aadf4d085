// The commands of the README's quick start, run as they stand there.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { binary, dataFolder, root, start } from './server.mjs';

/** The shell blocks of the section, in order. */
function quickStart() {
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
  const section = readme.split('\n## Quick start\n')[1].split('\n## ')[0];
  return [...section.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block]) => block);
}

test("the README's quick start ends in an answer to one's own key", async (t) => {
  const [run, describe, ask] = quickStart();
  assert.equal(run, './dev run\n');
  const folder = path.dirname(dataFolder(t));
  mkdirSync(path.join(folder, 'build'));
  symlinkSync(binary, path.join(folder, 'build/bearward'));
  const server = await start(t, { data: path.join(folder, 'data'), apply: null });
  const script = (describe + ask).replaceAll('http://127.0.0.1:8080', server.http);
  const bash = spawnSync('bash', ['-euo', 'pipefail'], {
    cwd: folder,
    encoding: 'utf8',
    input: script
      .replace('curl -H', 'wait_until_known; curl -H')
      .replace(/^/, waitUntilKnown(server)),
  });
  assert.equal(bash.status, 0, bash.stdout + bash.stderr);
  assert.match(bash.stdout, /"object":"caller".*"name":"production"/);
  assert.match(bash.stdout, /"allowed":true/);
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
