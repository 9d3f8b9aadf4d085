-- Endpoints of webhooks, the deliveries to them and their attempts. Rows of a deleted endpoint stay
-- until their retention ends; no request and no delivery finds them.
CREATE TABLE webhook_endpoints (
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
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX webhook_endpoints_url ON webhook_endpoints (environment_id, endpoint_url);
CREATE INDEX webhook_endpoints_order ON webhook_endpoints (environment_id, created_at, id);

CREATE TABLE webhook_deliveries (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  environment_id TEXT NOT NULL REFERENCES environments (id),
  endpoint_id TEXT NOT NULL,
  event_id TEXT NOT NULL,
  event TEXT NOT NULL,
  object_id TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'failed')),
  attempts INTEGER NOT NULL,
  next_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX webhook_deliveries_order ON webhook_deliveries (environment_id, created_at, id);
CREATE INDEX webhook_deliveries_endpoint
  ON webhook_deliveries (endpoint_id, environment_id, created_at, id);
CREATE INDEX webhook_deliveries_age ON webhook_deliveries (created_at);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (endpoint_id, next_at)
  WHERE state = 'pending' AND next_at IS NOT NULL;
CREATE INDEX webhook_deliveries_object ON webhook_deliveries (endpoint_id, object_id, sequence)
  WHERE state = 'pending';

CREATE TABLE webhook_attempts (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  environment_id TEXT NOT NULL REFERENCES environments (id),
  endpoint_id TEXT NOT NULL,
  delivery_id TEXT NOT NULL,
  status_code INTEGER,
  reason TEXT,
  duration_ms INTEGER NOT NULL,
  response TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX webhook_attempts_order ON webhook_attempts (environment_id, created_at, id);
CREATE INDEX webhook_attempts_delivery
  ON webhook_attempts (delivery_id, environment_id, created_at, id);
CREATE INDEX webhook_attempts_age ON webhook_attempts (created_at);

-- The last event that a follower of the event log has processed.
CREATE TABLE event_cursors (
  name TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
  number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
