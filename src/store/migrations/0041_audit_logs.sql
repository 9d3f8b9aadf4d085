-- The audit logs of the customers' products, their schemas and exports. `content` and `definition`
-- are JSON objects. An event is deleted at the end of the retention of its organization.
CREATE TABLE audit_log_actions (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  environment_id TEXT NOT NULL REFERENCES environments (id),
  name TEXT NOT NULL CHECK (name <> ''),
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX audit_log_actions_name ON audit_log_actions (environment_id, name);
CREATE INDEX audit_log_actions_order ON audit_log_actions (environment_id, created_at, id);

CREATE TABLE audit_log_schemas (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  environment_id TEXT NOT NULL REFERENCES environments (id),
  action TEXT NOT NULL CHECK (action <> ''),
  version INTEGER NOT NULL,
  definition TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX audit_log_schemas_version
  ON audit_log_schemas (environment_id, action, version);
CREATE INDEX audit_log_schemas_order ON audit_log_schemas (environment_id, created_at, id);

CREATE TABLE audit_log_events (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  environment_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  action TEXT NOT NULL CHECK (action <> ''),
  occurred_at INTEGER NOT NULL,
  content TEXT NOT NULL,
  digest TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  FOREIGN KEY (environment_id, organization_id) REFERENCES organizations (environment_id, id)
    ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_log_events_range
  ON audit_log_events (environment_id, organization_id, occurred_at, id);
CREATE INDEX audit_log_events_order
  ON audit_log_events (environment_id, organization_id, created_at, id);
CREATE INDEX audit_log_events_of_environment ON audit_log_events (environment_id, created_at, id);
CREATE INDEX audit_log_events_digest ON audit_log_events (environment_id, digest, created_at);

CREATE TABLE audit_log_exports (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  environment_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  range_start INTEGER NOT NULL,
  range_end INTEGER NOT NULL,
  actions TEXT NOT NULL,
  actor_names TEXT NOT NULL,
  actor_ids TEXT NOT NULL,
  targets TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  FOREIGN KEY (environment_id, organization_id) REFERENCES organizations (environment_id, id)
    ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_log_exports_order
  ON audit_log_exports (environment_id, organization_id, created_at, id);
CREATE INDEX audit_log_exports_of_environment
  ON audit_log_exports (environment_id, created_at, id);
CREATE INDEX audit_log_exports_age ON audit_log_exports (created_at);

ALTER TABLE organizations ADD COLUMN audit_logs_retention_days INTEGER;
