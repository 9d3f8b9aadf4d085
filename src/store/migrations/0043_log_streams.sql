-- Streams of audit logs and of the event log to targets outside. `position` is that of the last
-- event that was delivered; `sealed` is the secret of the target, encrypted.
CREATE TABLE log_streams (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  environment_id TEXT NOT NULL REFERENCES environments (id),
  name TEXT NOT NULL CHECK (name <> ''),
  source TEXT NOT NULL CHECK (source IN ('audit_logs', 'events')),
  organization_id TEXT,
  type TEXT NOT NULL CHECK (type IN ('datadog', 'splunk', 'azure_sentinel', 'https_json',
    'https_ndjson', 's3', 'syslog', 'file')),
  url TEXT NOT NULL CHECK (url <> ''),
  region TEXT,
  key_id TEXT,
  header TEXT,
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  state TEXT NOT NULL CHECK (state IN ('active', 'inactive', 'error', 'invalid')),
  sealed TEXT,
  last_error TEXT,
  last_synced_at INTEGER,
  last_event_id TEXT,
  position INTEGER NOT NULL,
  test_wanted INTEGER NOT NULL CHECK (test_wanted IN (0, 1)),
  leased_until INTEGER,
  paused_until INTEGER,
  failures INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  FOREIGN KEY (environment_id, organization_id) REFERENCES organizations (environment_id, id)
    ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX log_streams_name ON log_streams (environment_id, name);
CREATE INDEX log_streams_order ON log_streams (environment_id, created_at, id);
CREATE INDEX log_streams_organization
  ON log_streams (environment_id, organization_id, created_at, id);

-- The events of the audit log of an organization are numbered in the order of their commits, so
-- that a stream finds what is new. The last number stays when old events are deleted. Events from
-- before this migration have the position 0 and are not streamed.
CREATE TABLE audit_log_positions (
  environment_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (environment_id, organization_id),
  FOREIGN KEY (environment_id, organization_id) REFERENCES organizations (environment_id, id)
    ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
ALTER TABLE audit_log_events ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
CREATE INDEX audit_log_events_position
  ON audit_log_events (environment_id, organization_id, position);
