// A browser with the console, and what must hold on every page: no error of a script, no violation
// of the content security policy, no request to another origin.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { start } from '../e2e/server.mjs';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export const email = 'boss@example.test';
export const password = 'a rather long password';

/** The setup link that the server wrote into its data folder. */
export const setupLink = (server) =>
  readFileSync(path.join(server.data, 'setup-link.txt'), 'utf8').trim();

let shared;
/** browser returns the one browser of the tests. */
export async function browser() {
  shared ??= await chromium.launch({
    executablePath: '/usr/bin/chromium-headless-shell',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  return shared;
}
export const closeBrowser = () => shared?.close();

/**
 * openPage opens a page of its own session. What goes wrong on it, or on another page of that
 * session, fails the test at its end.
 */
export async function openPage(t, server, options = {}) {
  const context = await (await browser()).newContext({
    baseURL: server.http,
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    colorScheme: options.scheme ?? 'light',
    javaScriptEnabled: options.script ?? true,
    permissions: options.script === false ? [] : ['clipboard-read', 'clipboard-write'],
    // axe-core is injected by its text
    bypassCSP: options.bypassCSP ?? false,
  });
  const faults = [];
  context.on('weberror', (error) => faults.push(`script: ${error.error().message}`));
  context.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) faults.push(message.text());
  });
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol !== 'data:' && url.origin !== server.http) faults.push(request.url());
  });
  t.after(async () => {
    await context.close();
    assert.deepEqual(faults, []);
  });
  return context.newPage();
}

/** settled waits until the page has loaded its content. It fails if the page shows a failure. */
export async function settled(page) {
  await page.waitForFunction(
    () => document.querySelector('h1, .state.failed') && !document.querySelector('.spinner'),
  );
  assert.deepEqual(await page.locator('.state.failed').allInnerTexts(), [], page.url());
}

/** Reads the page again until it has a text that fits. */
export async function untilShown(page, wanted) {
  for (;;) {
    await settled(page);
    if ((await page.getByText(wanted).count()) > 0) return;
    await page.reload();
  }
}

/** Makes the first administrator by the setup link. */
export async function setUp(t, server) {
  const page = await openPage(t, server, { script: false });
  await page.goto(setupLink(server));
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await page.getByText('The administrator is ready.').waitFor();
}

/** Signs the page in, from the sign-in page that it shows or that it opens. */
export async function signIn(page, user = email, secret = password) {
  if (!page.url().includes('/sign-in')) await page.goto('/sign-in');
  await page.getByLabel('Username or email').fill(user);
  await page.getByLabel('Password').fill(secret);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Signs in a user of several organizations, in one of them. */
export async function signInTo(page, organization, user, secret) {
  await signIn(page, user, secret);
  await page.getByRole('button', { name: organization }).click();
}

/** Starts a server with an administrator, and returns it with a page that is signed in. */
export async function signedIn(t, options = {}) {
  const server = await start(t, options);
  await setUp(t, server);
  const page = await openPage(t, server);
  await signIn(page);
  await page.getByText('You administer this environment.').waitFor();
  return { server, page };
}

/** checkAccessible fails for every violation that axe-core finds. */
export async function checkAccessible(page, what) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  const found = violations.map(
    ({ id, nodes }) => `${what}: ${id}: ${nodes.map((node) => node.html).join(' ')}`,
  );
  assert.deepEqual(found, []);
}

/** checkEverywhere checks the page in both themes, narrow and wide; nothing may be too wide. */
export async function checkEverywhere(page, what, widths = [1440, 360]) {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of widths) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await checkAccessible(page, `${what}, ${colorScheme}, ${width} px`);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wider <= 0, `${what} at ${width} px is ${wider} px too wide`);
    }
  }
}

/** checkPages checks everywhere the pages at these places below /console. The page is signed in. */
export async function checkPages(page, targets) {
  for (const target of targets) {
    await page.goto(`/console${target}`);
    await settled(page);
    await checkEverywhere(page, target);
  }
}
