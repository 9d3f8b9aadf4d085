// The server process of WorkOS' own emulator: one environment, everything in memory. It prints one
// line of JSON that says ready. The role is given, because its route differs from the documents.
import { createEmulator } from 'workos/emulate';

import { permission, role } from './workos_requests.mjs';

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
