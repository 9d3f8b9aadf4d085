// The manual pages: mandoc accepts them, and what they name exists.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { command } from './server.mjs';

const pages = ['bearward', 'bearward.toml'];
const pageOf = (name) => command(['manual', name]).stdout;

/** The examples of a page, as they are shown. */
const examplesOf = (name) =>
  [...pageOf(name).matchAll(/^\.nf\n([^]*?)^\.fi$/gm)].map(([, lines]) =>
    lines.replaceAll('\\e', '\\').replaceAll('\\-', '-').replaceAll('\\&', ''),
  );

test('a page has its title and the usual sections', () => {
  assert.equal(command(['manual']).stdout, pageOf('bearward'));
  assert.match(pageOf('bearward'), /^\.TH BEARWARD 1 /);
  assert.match(pageOf('bearward.toml'), /^\.TH BEARWARD\.TOML 5 /);
  for (const name of pages) {
    for (const section of ['NAME', 'DESCRIPTION', 'ENVIRONMENT', 'FILES', 'EXAMPLES', 'SEE ALSO']) {
      assert.ok(pageOf(name).includes(`\n.SH ${section}\n`), `${name}: ${section}`);
    }
  }
  assert.ok(pageOf('bearward').includes('\n.SH EXIT STATUS\n'));
  const unknown = command(['manual', 'bearward.tml']);
  assert.equal(unknown.status, 2);
  assert.match(unknown.stderr, /PAGE cannot be "bearward\.tml"\. Did you mean "bearward\.toml"/);
});

const installed = spawnSync('mandoc', ['-?']).error === undefined;

// The pages have no date, because they belong to a version.
test('mandoc finds no mistake', { skip: installed ? false : 'mandoc is not installed' }, () => {
  for (const name of pages) {
    const done = spawnSync('mandoc', ['-T', 'lint', '-W', 'warning'], {
      input: pageOf(name),
      encoding: 'utf8',
    });
    assert.equal(done.error, undefined);
    const found = done.stdout.split('\n').filter((line) => line && !/missing date/.test(line));
    assert.deepEqual(found, [], name);
  }
});

test('the commands of the examples exist', () => {
  const lines = examplesOf('bearward').flatMap((example) => example.trim().split('\n'));
  assert.ok(lines.length >= 6);
  for (const line of lines) {
    const [, words] = /(?:^|bearward )bearward (.*?)(?: \||$)/.exec(line);
    const done = command([...words.split(' '), '--help']);
    assert.equal(done.status, 0, `${line}: ${done.stderr}`);
  }
});

test('the example of the settings is accepted', (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'bearward-e2e-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'bearward.toml');
  const [example] = examplesOf('bearward.toml');
  writeFileSync(file, example);
  const printed = command(['--config', file, 'config', 'print']);
  assert.equal(printed.status, 0, printed.stderr);
  assert.match(printed.stdout, /issuer = "https:\/\/auth\.example\.com"/);
});
