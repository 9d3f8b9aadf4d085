// Tokens by the ten thousand: the answers of a token endpoint, asked with wrk.
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { pass } from './wrk.mjs';

/**
 * Sends `load` until about `count` answers are there and writes their tokens, found by `field` in
 * each JSON body, into `file`, one a line. Gives how many there are.
 */
export async function harvest(bench, load, field, count, file) {
  const asks = `${file}.asks`;
  writeFileSync(asks, 'x\n'.repeat(count));
  const keep = `${file}.kept.`;
  await pass(bench, { ...load, list: asks, keep });
  const folder = path.dirname(file);
  const kept = readdirSync(folder)
    .map((name) => path.join(folder, name))
    .filter((name) => name.startsWith(keep));
  const pattern = new RegExp(`"${field}"\\s*:\\s*"([^"]+)"`, 'g');
  const tokens = kept.flatMap((name) =>
    [...readFileSync(name, 'utf8').matchAll(pattern)].map((match) => match[1]));
  [asks, ...kept].forEach((name) => rmSync(name));
  if (tokens.length === 0) throw new Error(`${load.url} gave no ${field}`);
  writeFileSync(file, `${tokens.join('\n')}\n`);
  return tokens.length;
}
