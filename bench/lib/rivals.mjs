// Rivals that may be missing: one that cannot start becomes a row with the reason.
import { absent } from './race.mjs';

/**
 * Starts the rivals of a work, given as [subject, async function that returns a contestant]:
 * {contestants, missing}, the latter as rows that say why.
 */
export async function rivals(bench, work, starters) {
  const contestants = [];
  const missing = [];
  for (const [subject, start] of starters) {
    try {
      contestants.push(await start());
    } catch (error) {
      const why = error.message.trim().split('\n')[0].slice(0, 120);
      bench.say(`${subject} takes no part: ${error.message}`);
      missing.push({ ...absent(work, subject, why), failed: true });
    }
  }
  return { contestants, missing };
}
