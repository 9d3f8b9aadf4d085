// console.pages: how long each page in the console's navigation takes until it can be used, over
// the directory of `lists`, and by how much the server's memory grows meanwhile.
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { residentMib } from '../lib/processes.mjs';
import { absent, us } from '../lib/race.mjs';
import { percentile, round } from '../lib/stats.mjs';
import { serve } from '../subjects/bearward.mjs';
import { directory, sizeOf } from './lists.mjs';

const loads = 20;
const administrator = { email: 'boss@example.test', password: 'a rather long password' };

/** Chromium, or undefined where it or its driver is not installed. */
async function launch() {
  try {
    const { chromium } = await import('playwright-core');
    return await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
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

async function pages(bench, work) {
  const browser = await launch();
  if (!browser) return [absent(work, us, 'Chromium or playwright-core is not installed')];
  try {
    const { data, users } = await directory(bench, 'console');
    const server = await serve(bench, data);
    const page = await (await browser.newContext()).newPage();
    await signIn(page, server, data);
    const before = residentMib(server.pid);
    const links = await page.locator('nav a[href^="/"]').evaluateAll(
      (all) => [...new Set(all.map((link) => link.href))]);
    if (links.length < 15) throw new Error(`only ${links.length} pages are in the navigation`);
    const rows = [];
    for (const url of links) {
      const times = [];
      for (let i = 0; i < loads; ++i) times.push(await open(page, url));
      rows.push({ name: new URL(url).pathname, p50: percentile(times, 50),
        p95: percentile(times, 95) });
    }
    rows.sort((a, b) => b.p95 - a.p95);
    const [{ name, p50, p95 }] = rows;
    const rss = residentMib(server.pid);
    return [{ work, subject: us, per_second: null, p50_ms: round(p50, 1), p99_ms: null,
      p95_ms: round(p95, 1), rss_mib: round(rss, 1), runs: loads,
      said: `the slowest of ${rows.length} pages over ${sizeOf(users)} is ${name}: usable after ` +
        `p95 ${round(p95, 0)} ms; the memory grew by ${round(rss - before, 1)} MiB` }];
  } finally {
    await browser.close();
  }
}

export const works = { 'console.pages': pages };
