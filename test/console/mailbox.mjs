// The emails that a server writes into a folder.
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder for emails that goes away with the test, and the setting that names it. */
export function mailbox(t) {
  const folder = mkdtempSync(path.join(tmpdir(), 'bearward-mail-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return { folder, env: { BEARWARD_MAIL__SPOOL: folder } };
}

/**
 * The first part of a new email to an address that fits the expression, once it is written. Emails
 * that were read before do not count.
 */
export async function received({ folder }, address, wanted) {
  const find = () => {
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.eml'))) {
      const text = readFileSync(path.join(folder, name), 'utf8');
      const found = text.includes(`To: <${address}>`) && text.match(wanted);
      if (!found) continue;
      rmSync(path.join(folder, name));
      return found[1];
    }
    return undefined;
  };
  const changes = watch(folder);
  const signal = AbortSignal.timeout(10_000);
  try {
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      await once(changes, 'change', { signal });
    }
  } finally {
    changes.close();
  }
}

/** The link of an email, as a path: the tests reach the server by plain http. */
export async function link(box, address) {
  const { pathname, search } = new URL(await received(box, address, /^(https?:\/\/\S+)\r?$/m));
  return pathname + search;
}

/** The code of an email. */
export const code = (box, address) => received(box, address, /^(\d{6})\r?$/m);
