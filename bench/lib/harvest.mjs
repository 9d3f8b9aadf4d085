// Collects many tokens from the responses of a token endpoint.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';

import { pass } from './load.mjs';

/**
 * Sends `load` `count` times and writes the tokens, found by `field` in each JSON body, into
 * `file`, one per line. Returns the number of tokens.
 */
export async function harvest(bench, load, field, count, file) {
  const asks = `${file}.asks`;
  const keep = `${file}.kept`;
  writeFileSync(asks, 'x\n'.repeat(count));
  await pass(bench, { ...load, list: asks, keep });
  const pattern = new RegExp(`"${field}"\\s*:\\s*"([^"]+)"`, 'g');
  const tokens = [...readFileSync(keep, 'utf8').matchAll(pattern)].map((match) => match[1]);
  [asks, keep].forEach((name) => rmSync(name));
  if (tokens.length < count) {
    throw new Error(`${load.url} returned ${tokens.length} of ${count} tokens`);
  }
  writeFileSync(file, `${tokens.join('\n')}\n`);
  return tokens.length;
}
