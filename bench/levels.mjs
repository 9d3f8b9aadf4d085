// The levels that we want to reach. `over` names the rival of the ratio, `least` or `most` its
// bound; `per_second` is the least rate, and `p95_ms`, `p99_ms`, `rss_mib`, `drain_s` and `seconds`
// are bounds of our own row.
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
    { over: 'openssl speed P-256 sign', least: 0.5 },
  ],
  revocation: [{ stale: 0 }],
  'workos.organization': [{ over: 'workos emulator', least: 10 }],
  'workos.check': [{ over: 'workos emulator', least: 10 }],
  'workos.me': [{ over: 'workos emulator, GET a user', least: 10 }],
  'workos.refresh': [{ over: 'openssl speed rsa2048 sign', least: 0.6 }],
  lists: [{ p95_ms: 100 }],
  'webhooks.delivery': [{ drain_s: 10 }, { over: 'bearward without events', p99_most: 2 }],
  'events.append': [{ per_second: 10_000 }],
  'events.verify': [{ seconds: 5 }],
  'memory.idle': [{ rss_mib: 15 }],
  'memory.million': [{ rss_mib: 250 }],
  'verify.at_70_percent': [{ p99_ms: 2 }],
  'verify.under_login_flood': [{ over: 'bearward without the flood', p99_most: 2 }],
};

/** The requirement of a level as text, and whether the row meets it (null: unknown). */
function judgement(level, row) {
  if (level.over !== undefined && level.over === row.subject) {
    // Without a row of ours there is no ratio: only the requirement is known.
    const measured = row.ratio !== undefined;
    if (level.least !== undefined) {
      return { wanted: `>= ${level.least} x`, met: measured ? row.ratio >= level.least : null };
    }
    return { wanted: `p99 <= ${level.p99_most} x`,
      met: measured ? row.p99_ratio <= level.p99_most : null };
  }
  if (row.subject !== 'bearward') return null;
  if (level.p99_ms !== undefined) {
    return { wanted: `p99 <= ${level.p99_ms} ms`, met: row.p99_ms <= level.p99_ms };
  }
  if (level.p95_ms !== undefined) {
    return { wanted: `p95 <= ${level.p95_ms} ms`, met: row.p95_ms <= level.p95_ms };
  }
  if (level.rss_mib !== undefined) {
    return { wanted: `<= ${level.rss_mib} MiB`, met: row.rss_mib <= level.rss_mib };
  }
  if (level.drain_s !== undefined) {
    return { wanted: `delivered within ${level.drain_s} s`, met: row.drain_s <= level.drain_s };
  }
  if (level.per_second !== undefined) {
    return { wanted: `>= ${level.per_second.toLocaleString('en-US')} per second`,
      met: row.per_second >= level.per_second };
  }
  if (level.seconds !== undefined) {
    return { wanted: `<= ${level.seconds} s`, met: row.seconds <= level.seconds };
  }
  if (level.stale !== undefined) return { wanted: 'none stale', met: row.stale <= level.stale };
  return null;
}

/** Adds `level` to each row that a level names: {wanted, met}. */
export function judge(rows) {
  for (const row of rows) {
    if (row.absent || row.unjudged) continue;
    for (const level of levels[row.work] ?? []) {
      const judged = judgement(level, row);
      if (judged) row.level = judged;
    }
  }
}
