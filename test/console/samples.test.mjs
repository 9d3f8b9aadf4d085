// The code samples of the console, run against the server in each language whose program this
// machine has. The report names the languages that were skipped.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { closeBrowser, signedIn } from './browser.mjs';
import { button } from './drivers.mjs';
import { acme, send } from './partners.mjs';

after(closeBrowser);

const run = (program, args, options = {}) =>
  spawnSync(program, args, { encoding: 'utf8', ...options });
const has = (program, args = ['--version']) => run(program, args).status === 0;

/** runs returns how to run a program that reads the sample from its standard input. */
const runs = (program, ...args) => (input) => run(program, args, { input });

/** runsFile returns how to run a program that reads the sample from a file with this name. */
const runsFile = (name, program, args, env = {}) => (text) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'bearward-sample-'));
  try {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return run(program, [...args, file], { cwd: folder, env: { ...process.env, ...env } });
  } finally {
    rmSync(folder, { recursive: true });
  }
};

// language, how to run its sample, and why it is not run here ("" where it is)
const unless = (there, missing) => (there ? '' : `${missing} is missing`);
const languages = [
  { name: 'curl', start: runs('bash'), skip: '' },
  { name: 'TypeScript', start: runs(process.execPath, '--input-type=module'), skip: '' },
  { name: 'Python', start: runs('python3'), skip: '' },
  {
    name: 'Java',
    start: runsFile('Example.java', 'java', []),
    // Only a JDK runs a file of source code.
    skip: unless(has('javac', ['-version']), 'javac'),
  },
  {
    name: 'Go',
    start: runsFile('main.go', 'go', ['run'], { GOTOOLCHAIN: 'local', GOPROXY: 'off' }),
    skip: unless(has('go', ['version']), 'go'),
  },
  { name: 'Ruby', start: runs('ruby'), skip: unless(has('ruby'), 'ruby') },
  {
    name: 'PHP',
    start: runs('php'),
    skip: unless(has('php', ['-r', 'exit((int) !extension_loaded("curl"));']), 'php with curl'),
  },
  { name: 'Rust', skip: 'the crate reqwest comes from a registry' },
  { name: 'C#', skip: 'the .NET SDK is no package of Debian' },
];

/** The sample of a language, as its button copies it. */
async function sample(page, language) {
  await page.getByLabel('Language').selectOption(language);
  await button(page, `Copy ${language} code`).click();
  return page.evaluate(() => navigator.clipboard.readText());
}

/** Runs `check` as a test for each language, and names those that this machine cannot run. */
async function inEveryLanguage(t, check) {
  for (const { name, start, skip } of languages) {
    await t.test(name, { skip: skip || false }, () => check(name, start));
  }
}

test('the sample of the home page gets a token in every language', async (t) => {
  const { server, page } = await signedIn(t);
  const made = await send(server, 'POST', '/v1/applications', {
    name: 'Sample',
    organization_id: acme,
  });
  await page.reload();
  const code = page.getByRole('region', { name: 'curl code' });
  await code.getByText(made.client_id).waitFor();
  await inEveryLanguage(t, async (language, start) => {
    const text = await sample(page, language);
    assert.ok(text.includes('CLIENT_SECRET'));
    const done = start(text.replace('CLIENT_SECRET', made.client_secret));
    assert.match(done.stdout, /"access_token":"[^"]{20,}"/, done.stderr);
  });
});

test('a sample with a JSON body sends each character of it in every language', async (t) => {
  const { server, page } = await signedIn(t);
  const name = 'It\'s "Acme" \\ Ümlaut $HOME #{1} {$a} %s `x`';
  await page.goto('/console/reference?operation=workos.update_organization');
  await page.getByLabel('id (path)').fill(acme);
  await page.getByLabel('Token or key').fill('sk_test_0000000000000000000000000000');
  const body = page.getByRole('textbox', { name: 'application/json' });
  await body.fill(JSON.stringify({ name }, null, 2));
  await inEveryLanguage(t, async (language, start) => {
    await send(server, 'PUT', `/organizations/${acme}`, { name: 'Acme' });
    const done = start(await sample(page, language));
    const { name: stored } = await send(server, 'GET', `/organizations/${acme}`);
    assert.equal(stored, name, done.stderr);
    assert.match(done.stdout, /"object":"organization"/);
  });
});
