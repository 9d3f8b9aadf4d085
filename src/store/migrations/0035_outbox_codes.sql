-- An email has the sealed code or token of `code_id` (a row of email_codes or invitations), so that
-- storing it needs no cryptography. `letter` is a word of mail::Letter. No release has stored emails
-- in the former table.
DROP TABLE outbox;
CREATE TABLE outbox (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  environment_id TEXT NOT NULL REFERENCES environments (id),
  letter TEXT NOT NULL CHECK (letter <> ''),
  recipient TEXT NOT NULL CHECK (recipient <> ''),
  code_id TEXT NOT NULL CHECK (code_id <> ''),
  sealed TEXT NOT NULL CHECK (sealed <> ''),
  attempts INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_due ON outbox (next_at);
CREATE INDEX outbox_expiry ON outbox (expires_at);
