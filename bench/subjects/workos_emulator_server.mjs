// The server process of WorkOS' own emulator: one environment, everything in memory. It prints one
// line of JSON that says ready. The role is given, because its route differs from the documents.
import { createEmulator } from 'workos/emulate';

import { permission, role } from './workos_requests.mjs';

// It limits each client to 1,000 requests a minute, and has no setting for it. Its clock runs fast,
// so that a minute passes with every 600 calls of Date.now.
const now = Date.now.bind(Date);
let calls = 0;
Date.now = () => now() + 100 * ++calls;

const [port, key] = process.argv.slice(2);
const { url } = await createEmulator({
  port: Number(port),
  seed: {
    apiKeys: { [key]: { environment: 'test' } },
    permissions: [permission],
    roles: [{ ...role, permissions: [permission.slug] }],
  },
});
process.stdout.write(`${JSON.stringify({ url })}\n`);
