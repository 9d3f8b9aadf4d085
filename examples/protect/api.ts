// An API with one operation, protected by Bearward: GET /orders needs the permission forms:read.
// Environment: BEARWARD_URL, BEARWARD_KEY (a key with tokens:verify), PORT. Needs Node.js 22.18
// only: node api.ts
import { createServer } from 'node:http';

type Verdict = {
  allowed: boolean;
  reason: string | null;
  caller: { subject: { kind: string; id: string } } | null;
};

const { BEARWARD_URL, BEARWARD_KEY, PORT } = process.env;
const statusOf = new Map([
  ['missing_permission', 403],
  ['wrong_organization', 403],
  ['rate_limited', 429],
]);

/** The status is 200 if the bearer may do this. An answer that is not a yes is never one. */
async function verify(token: string, ...need: string[]): Promise<[number, string?]> {
  try {
    const response = await fetch(`${BEARWARD_URL}/v1/verify`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${BEARWARD_KEY}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ token, need }),
      signal: AbortSignal.timeout(2000),
    });
    if (response.status !== 200) return [503];
    const verdict = (await response.json()) as Verdict;
    const subject = verdict.caller?.subject.id;
    if (verdict.allowed === true) return subject ? [200, subject] : [503];
    return [statusOf.get(verdict.reason ?? '') ?? 401];
  } catch {
    return [503];
  }
}

createServer(async (request, response) => {
  const [, token] = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  const [status, subject] =
    request.url !== '/orders' ? [404] : token ? await verify(token, 'forms:read') : [401];
  if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(status === 200 ? { orders: [], for: subject } : { error: status }));
}).listen(Number(PORT), '127.0.0.1');
