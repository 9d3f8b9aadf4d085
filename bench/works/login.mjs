// login.password, and the effect of a flood of logins on verification.
import { race, us } from '../lib/race.mjs';
import { median } from '../lib/stats.mjs';
import { forwarded, serveWorld, world } from '../lib/world.mjs';
import { drive, pass } from '../lib/load.mjs';
import { hashRate } from '../subjects/anchors.mjs';
import { ann } from '../subjects/bearward.mjs';

// The defaults of passwords.memory_kib and passwords.passes.
const cost = { memoryKib: 19456, passes: 2 };

const loginLoad = (url) => ({ url: `${url}/auth/login`, method: 'POST',
  headers: ['Content-Type: application/json'], body: JSON.stringify(ann) });

async function loginPassword(bench, work) {
  const server = await serveWorld(bench);
  const connections = 8;
  // A login takes tens of milliseconds: a slice needs some of them.
  const seconds = Math.max(2, bench.options.seconds);
  return race(bench, work, [
    { subject: us, pid: server.pid, note: 'Argon2id 19 MiB, 2 passes; session and event durable',
      run: () => drive(bench, loginLoad(server.url), { connections, seconds }) },
    { subject: 'libsodium Argon2id 19 MiB, 2 passes', facts: { connections: undefined },
      run: () => hashRate(bench, cost) },
  ], { connections });
}

/** Verification at a quarter of the peak, alone and beside more logins than can be hashed. */
async function underLoginFlood(bench, work) {
  const { references: list } = await world(bench);
  const server = await serveWorld(bench);
  const verify = { url: server.url + server.path, list,
    headers: [...forwarded, 'Authorization: Bearer @@'] };
  const connections = 32;
  await pass(bench, verify);
  const peak = await drive(bench, verify, { connections, seconds: bench.options.seconds });
  const pace = Math.round(peak.per_second / 4);
  const { seconds } = bench.options;
  const calm = () => drive(bench, { ...verify, pace }, { connections, seconds });
  const floods = [];
  const flooded = async () => {
    // 400 per second is about ten times what a core can hash; a full queue refuses at once.
    const flood = drive(bench, { ...loginLoad(server.url), pace: 400, refusals: true },
      { connections: 128, seconds: seconds + 1 });
    flood.catch(() => {});  // awaited below, unless another failure comes first
    await new Promise((resolve) => setTimeout(resolve, 500));
    const slice = await calm();
    floods.push(await flood);
    return slice;
  };
  const note = `${pace} verifications a second`;
  const rows = await race(bench, work, [
    { subject: us, pid: server.pid, note, run: flooded },
    { subject: 'bearward without the flood', pid: server.pid, note, run: calm },
  ], { connections, paced: true });
  const refused = median(floods.map((flood) => flood.refused));
  if (refused === 0) throw new Error('the flood did not fill the hashing queue');
  const share = Math.round(100 * refused / median(floods.map((flood) => flood.answered)));
  rows[0].said = `the flood: ${share} % of the logins refused`;
  return rows;
}

export const works = {
  'login.password': loginPassword,
  'verify.under_login_flood': underLoginFlood,
};
