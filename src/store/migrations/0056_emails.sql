-- The log of emails takes the place of the outbox. A row has the sealed code or token of `code_id`
-- only while it waits: the write that finishes it erases both, and the time of the next attempt.
-- `kind` is a word of mail::Letter. The last three indexes do not grow with the rows of the other
-- states.
CREATE TABLE emails (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  environment_id TEXT NOT NULL REFERENCES environments (id),
  kind TEXT NOT NULL CHECK (kind <> ''),
  recipient TEXT NOT NULL CHECK (recipient <> ''),
  user_id TEXT,
  organization_id TEXT,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
  attempts INTEGER NOT NULL,
  last_error TEXT,
  next_attempt_at INTEGER,
  expires_at INTEGER NOT NULL,
  finished_at INTEGER,
  code_id TEXT,
  sealed TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO emails (id, environment_id, kind, recipient, state, attempts, last_error,
    next_attempt_at, expires_at, code_id, sealed, created_at, updated_at)
  SELECT id, environment_id, letter, recipient, 'waiting', attempts, last_error,
    next_at, expires_at, code_id, sealed, created_at, created_at FROM outbox;
DROP TABLE outbox;
CREATE INDEX emails_order ON emails (environment_id, created_at, id);
CREATE INDEX emails_state ON emails (environment_id, state, created_at, id);
CREATE INDEX emails_recipient ON emails (environment_id, recipient, created_at, id);
CREATE INDEX emails_due ON emails (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX emails_expiry ON emails (expires_at) WHERE state = 'waiting';
CREATE INDEX emails_age ON emails (finished_at) WHERE finished_at IS NOT NULL;
