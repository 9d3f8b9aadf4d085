-- Codes and tokens that prove the ownership of an email address. `sealed` is the code, encrypted
-- with the master key; a token is found by its SHA-256.
CREATE TABLE email_codes (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  environment_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind <> ''),
  user_id TEXT NOT NULL,
  email TEXT NOT NULL CHECK (email <> ''),
  expires_at INTEGER NOT NULL,
  sealed TEXT NOT NULL CHECK (sealed <> ''),
  token_hash TEXT CHECK (token_hash <> ''),
  attempts INTEGER NOT NULL,
  used_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  FOREIGN KEY (environment_id, user_id) REFERENCES users (environment_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX email_codes_token ON email_codes (environment_id, token_hash)
  WHERE token_hash IS NOT NULL;
CREATE INDEX email_codes_of_user
  ON email_codes (environment_id, user_id, kind, created_at, id);
CREATE INDEX email_codes_expiry ON email_codes (expires_at);
