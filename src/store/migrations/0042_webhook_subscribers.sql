-- Subscribers of the vendors' APIs: callbacks of an application or a user, with the columns of
-- webhook_endpoints. Their deliveries are in webhook_deliveries too.
CREATE TABLE webhook_subscribers (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  environment_id TEXT NOT NULL REFERENCES environments (id),
  endpoint_url TEXT NOT NULL CHECK (endpoint_url <> ''),
  status TEXT NOT NULL CHECK (status IN ('enabled', 'disabled')),
  events TEXT NOT NULL,
  sealed TEXT NOT NULL CHECK (sealed <> ''),
  previous_sealed TEXT,
  previous_until INTEGER,
  leased_until INTEGER,
  paused_until INTEGER,
  failures INTEGER NOT NULL,
  subject_kind TEXT NOT NULL CHECK (subject_kind IN ('user', 'application', 'environment')),
  subject_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  name TEXT NOT NULL,
  integration_id TEXT NOT NULL,
  object_ids TEXT NOT NULL,
  filter TEXT NOT NULL,
  includes_parts INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX webhook_subscribers_order ON webhook_subscribers (environment_id, created_at, id);
CREATE INDEX webhook_subscribers_subject ON webhook_subscribers (environment_id, subject_id);
