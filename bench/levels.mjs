// The levels that we want to reach. `over` names the rival of the ratios: `least` is a bound of the
// rate, `cpu_most` of the processor time per response, `p99_most` of the latency. The others are
// bounds of our own row: `per_second` is the least rate, all others are the most.
import { us } from './lib/race.mjs';

const nginx = 'nginx return 200';
const verify = [{ over: nginx, least: 1.1 }];

export const levels = {
  'verify.reference': verify,
  'verify.api_key': verify,
  'verify.jwt_seen': verify,
  'verify.jwt_new.es256': [{ over: 'haproxy jwt_verify ES256', least: 1.0 }],
  'verify.jwt_new.rs256': [{ over: 'haproxy jwt_verify RS256', least: 1.0 }],
  introspect: [
    { over: 'oidc-provider introspect', least: 20 },
    { over: 'glewlwyd introspect', least: 300 },
  ],
  'gateway.nginx': [{ over: 'nginx auth_request to a static 204', least: 0.95 }],
  'token.client_credentials.es256': [
    { over: 'oidc-provider client_credentials ES256', least: 5 },
    { over: 'glewlwyd client_credentials ES256', least: 100 },
    { over: 'openssl speed P-256 sign', least: 0.4 },
  ],
  'write.durable': [{ over: 'sqlite3 synchronous=FULL, one row a commit', least: 3 }],
  'write.durable.postgres': [{ over: 'bearward on SQLite', least: 0.6 }],
  'write.durable.two_nodes': [{ over: 'bearward, one node', least: 0.85 }],
  'verify.lease': [{ over: 'bearward on SQLite', least: 0.97, cpu_most: 1.02 }],
  revocation: [{ stale: 0 }],
  'revocation.nodes': [{ stale: 0, p99_ms: 50 }],
  'workos.organization': [{ over: 'workos emulator', least: 10 }],
  'workos.check': [{ over: 'workos emulator', least: 10 }],
  'workos.me': [{ over: 'workos emulator, GET a user', least: 10 }],
  'workos.refresh': [{ over: 'openssl speed rsa2048 sign', least: 0.6 }],
  lists: [{ p95_ms: 100 }],
  'console.pages': [{ p95_ms: 300, rss_console_mib: 3 }],
  'webhooks.delivery': [{ drain_s: 10 }, { over: 'bearward without events', p99_most: 2 }],
  // The cost may grow by a factor of 1.5, so the rate may fall to two thirds.
  'scale.sqlite.grants': [{ over: 'bearward, empty database', least: 0.667 }],
  'scale.sqlite.misses': [{ over: 'bearward, empty database', least: 0.667 }],
  'scale.postgres.grants': [{ over: 'bearward, empty database', least: 0.667 }],
  'scale.postgres.misses': [{ over: 'bearward, empty database', least: 0.667 }],
  'events.append': [{ per_second: 10_000 }],
  'events.verify': [{ seconds: 5 }],
  'memory.idle': [{ rss_mib: 15 }],
  'memory.million': [{ rss_mib: 250 }],
  'verify.at_70_percent': [{ p99_ms: 2 }],
  'verify.under_login_flood': [{ over: 'bearward without the flood', p99_most: 2 }],
};

/** The bounds of a comparison: the requirement as text, the measured value, whether it suffices. */
const ofRival = {
  least: [(bound) => `>= ${bound} x`, (row) => row.ratio, (value, bound) => value >= bound],
  cpu_most: [(bound) => `CPU <= ${bound} x`, (row) => row.cpu_ratio,
    (value, bound) => value <= bound],
  p99_most: [(bound) => `p99 <= ${bound} x`, (row) => row.p99_ratio,
    (value, bound) => value <= bound],
};

/** The same for the bounds of our own row. */
const atMost = (text, field) =>
  [text, (row) => row[field], (value, bound) => value <= bound];
const ofOurs = {
  p99_ms: atMost((bound) => `p99 <= ${bound} ms`, 'p99_ms'),
  p95_ms: atMost((bound) => `p95 <= ${bound} ms`, 'p95_ms'),
  rss_mib: atMost((bound) => `<= ${bound} MiB`, 'rss_mib'),
  rss_console_mib: atMost((bound) => `the console adds <= ${bound} MiB`, 'rss_console_mib'),
  drain_s: atMost((bound) => `delivered within ${bound} s`, 'drain_s'),
  seconds: atMost((bound) => `<= ${bound} s`, 'seconds'),
  stale: atMost(() => 'none stale', 'stale'),
  per_second: [(bound) => `>= ${bound.toLocaleString('en-US')} per second`,
    (row) => row.per_second, (value, bound) => value >= bound],
};

/** What a level says about a row: {wanted, met} for each of its bounds; met is null if unknown. */
function judgements(level, row) {
  const { over, ...bounds } = level;
  if (row.subject !== (over ?? us)) return [];
  return Object.entries(bounds).map(([name, bound]) => {
    const [text, valueOf, suffices] = (over ? ofRival : ofOurs)[name];
    const value = valueOf(row);
    const known = value !== undefined && value !== null;
    return { wanted: text(bound), met: known ? suffices(value, bound) : null };
  });
}

/** Adds `levels` to each row that levels name: a list of {wanted, met}. */
export function judge(rows) {
  for (const row of rows) {
    if (row.absent || row.unjudged) continue;
    const judged = (levels[row.work] ?? []).flatMap((level) => judgements(level, row));
    if (judged.length > 0) row.levels = judged;
  }
}
