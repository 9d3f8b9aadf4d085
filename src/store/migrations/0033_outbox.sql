-- Emails that are not sent yet. `sealed` is a JSON object with the recipient and the variables of
-- the template, encrypted with the master key. A row is deleted after its delivery or expiry.
CREATE TABLE outbox (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  environment_id TEXT NOT NULL REFERENCES environments (id),
  sealed TEXT NOT NULL CHECK (sealed <> ''),
  attempts INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_due ON outbox (next_at);
CREATE INDEX outbox_expiry ON outbox (expires_at);
