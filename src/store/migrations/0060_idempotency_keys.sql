-- The organizations that requests with an Idempotency-Key made. A row serves until expires_at, and
-- only while answer_hash is that of the organization as a response shows it.
CREATE TABLE idempotency_keys (
  environment_id TEXT NOT NULL,
  key_hash BLOB NOT NULL CHECK (length(key_hash) = 32),
  request_hash BLOB NOT NULL CHECK (length(request_hash) = 32),
  answer_hash BLOB NOT NULL CHECK (length(answer_hash) = 32),
  organization_id TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (environment_id, key_hash),
  FOREIGN KEY (environment_id, organization_id) REFERENCES organizations (environment_id, id)
    ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_of_organization
  ON idempotency_keys (environment_id, organization_id);
CREATE INDEX idempotency_keys_by_expiry ON idempotency_keys (expires_at);
