// console.pages: how long each page in the console's navigation takes until it can be used, over
// the directory of `lists`, and how much memory the pages add to that of the same lists of the API.
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { collect, expect } from '../lib/http.mjs';
import { residentMib } from '../lib/processes.mjs';
import { absent, us } from '../lib/race.mjs';
import { percentile, round } from '../lib/stats.mjs';
import { environmentKey, serve } from '../subjects/bearward.mjs';
import { directory, sizeOf } from './lists.mjs';

const loads = 20;
/** How many requests Chromium has at once with one server of HTTP/1.1. */
const atOnce = 6;
/** The caches are full after so many rounds in sequence that each add less than this. */
const quietRounds = 3;
const noiseMib = 0.25;
/**
 * One connection reads from the storage: with several, chance decides which one answers, and each
 * has a page cache of 2 MiB that may still be empty when the pages are opened.
 */
const oneReader = { BEARWARD_STORAGE__READERS: '1' };
const administrator = { email: 'boss@example.test', password: 'a rather long password' };
const headers = { Authorization: `Bearer ${environmentKey}` };

/** Chromium, or undefined where it or its driver is not installed. */
async function launch() {
  try {
    const { chromium } = await import('playwright-core');
    return await chromium.launch({
      executablePath: '/usr/bin/chromium-headless-shell',
      args: ['--no-sandbox'],
    });
  } catch {
    return undefined;
  }
}

/** Makes the first administrator by the setup link and signs in. */
async function signIn(page, server, data) {
  await page.goto(readFileSync(path.join(data, 'setup-link.txt'), 'utf8').trim());
  await page.getByLabel('Email').fill(administrator.email);
  await page.getByLabel('Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await page.goto(`${server.url}/sign-in`);
  await page.getByLabel('Username or email').fill(administrator.email);
  await page.getByLabel('Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('You administer this environment.').waitFor();
}

/** The milliseconds from the request of a page until its content is shown. */
async function open(page, url) {
  const begun = process.hrtime.bigint();
  await page.goto(url, { waitUntil: 'commit' });
  await page.waitForFunction(
    () => document.querySelector('h1') && !document.querySelector('.spinner'));
  const took = Number(process.hrtime.bigint() - begun) / 1e6;
  const failures = await page.locator('.state.failed').allInnerTexts();
  if (failures.length > 0) throw new Error(`${url}: ${failures.join(' ')}`);
  return took;
}

/**
 * Opens each page once: {pages, lists, state}. `pages` and `lists` are the paths of the navigation
 * and of what the pages read from the API, `state` has the cookies of the session.
 */
async function explore(bench, browser, data) {
  const server = await serve(bench, data);
  const context = await browser.newContext();
  const page = await context.newPage();
  await signIn(page, server, data);
  const found = await page.locator('nav a[href^="/"]').evaluateAll(
    (all) => [...new Set(all.map((link) => link.pathname))]);
  if (found.length < 15) throw new Error(`only ${found.length} pages are in the navigation`);
  const lists = new Set();
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url());
    if (request.method() === 'GET' && request.resourceType() === 'fetch') {
      lists.add(pathname + search);
    }
  });
  for (const one of found) await open(page, server.url + one);
  const state = await context.storageState();
  await context.close();
  await server.stop();
  return { pages: found, lists: [...lists], state };
}

/** Opens a page `loads` times. */
async function timesOf(page, url) {
  const times = [];
  for (let i = 0; i < loads; ++i) times.push(await open(page, url));
  return { name: new URL(url).pathname, p50: percentile(times, 50), p95: percentile(times, 95) };
}

/**
 * Reads the lists with a key, as often and as many at once as the browser, until the memory of the
 * server stays the same. Chance decides which thread answers, so one round does not fill the memory
 * of all of them.
 */
async function fillCaches(server, lists) {
  const all = Array.from({ length: loads }, () => lists).flat();
  for (let quiet = 0; quiet < quietRounds; ) {
    const before = residentMib(server.pid);
    await collect(all.length, (at) => expect(200, server.url + all[at], { headers }), atOnce);
    quiet = residentMib(server.pid) - before < noiseMib ? quiet + 1 : 0;
  }
}

/**
 * A fresh server first answers a client with a key the lists of the pages, so that the caches of
 * the storage and of the allocator have their size. What the server grows by while a browser
 * without a cache opens the pages is what the console adds.
 */
async function measure(bench, browser, data) {
  const { pages, lists, state } = await explore(bench, browser, data);
  const server = await serve(bench, data, { env: oneReader });
  await fillCaches(server, lists);
  const withLists = residentMib(server.pid);
  const page = await (await browser.newContext({ storageState: state })).newPage();
  const rows = [];
  for (const one of pages) rows.push(await timesOf(page, server.url + one));
  rows.sort((a, b) => b.p95 - a.p95);
  return { rows, lists, withLists, rss: residentMib(server.pid) };
}

async function pages(bench, work) {
  const browser = await launch();
  if (!browser) return [absent(work, us, 'Chromium or playwright-core is not installed')];
  try {
    const { data, users } = await directory(bench, 'console');
    const { rows, lists, withLists, rss } = await measure(bench, browser, data);
    const [{ name, p50, p95 }] = rows;
    const added = round(rss - withLists, 1);
    return [{ work, subject: us, per_second: null, p50_ms: round(p50, 1), p99_ms: null,
      p95_ms: round(p95, 1), rss_mib: round(rss, 1), rss_lists_mib: round(withLists, 1),
      rss_console_mib: added, runs: loads,
      said: `the slowest of ${rows.length} pages over ${sizeOf(users)} is ${name}: usable after ` +
        `p95 ${round(p95, 0)} ms; the pages add ${added} MiB to the ${round(withLists, 1)} MiB ` +
        `after ${lists.length} reads of the API that they make` }];
  } finally {
    await browser.close();
  }
}

export const works = { 'console.pages': pages };
