// The lists of the console: the tests check each of them without rows and with rows.

/**
 * Each list has its place below /console. `none` is the query that leaves it empty where the server
 * itself makes rows; null where there is always a row.
 */
export const lists = [
  { at: '/organizations' },
  { at: '/logins', none: '?email=none@none.example' },
  { at: '/applications' },
  { at: '/roles', none: null },
  { at: '/permissions', none: null },
  { at: '/profiles' },
  { at: '/flags' },
  { at: '/policies' },
  { at: '/webhooks' },
  { at: '/subscribers' },
  { at: '/log-streams' },
  { at: '/audit-logs' },
  { at: '/objects' },
  { at: '/reports' },
  { at: '/integrations' },
  { at: '/events', none: '?target=none' },
  { at: '/keys' },
  { at: '/signing-keys', none: null },
  { at: '/emails' },
  { at: '/environments', none: null },
];

/** The other pages of the navigation. */
export const others = [
  ...['/', '/company', '/check', '/traffic', '/denials'],
  ...['/reference', '/graphql', '/settings'],
];
