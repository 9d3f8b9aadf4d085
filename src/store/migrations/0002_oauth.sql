-- OAuth 2.0: what an application may ask for, secrets that overlap, tokens without a session.

ALTER TABLE applications ADD COLUMN permissions TEXT NOT NULL DEFAULT '';
ALTER TABLE applications ADD COLUMN token_format TEXT NOT NULL DEFAULT 'jwt'
  CHECK (token_format IN ('jwt', 'reference'));
ALTER TABLE applications ADD COLUMN refresh_tokens INTEGER NOT NULL DEFAULT 0
  CHECK (refresh_tokens IN (0, 1));
ALTER TABLE applications ADD COLUMN jwks TEXT NOT NULL DEFAULT '';
ALTER TABLE applications ADD COLUMN audiences TEXT NOT NULL DEFAULT '';
ALTER TABLE applications ADD COLUMN generation INTEGER NOT NULL DEFAULT 0 CHECK (generation >= 0);

ALTER TABLE application_secrets ADD COLUMN hint TEXT NOT NULL DEFAULT ''
  CHECK (length(hint) <= 8);
ALTER TABLE application_secrets ADD COLUMN expires_at INTEGER;

-- Without scopes (NULL) a session may whatever its subject may. Without audiences its tokens are
-- for us.
ALTER TABLE sessions ADD COLUMN scopes TEXT;
ALTER TABLE sessions ADD COLUMN audiences TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN access_scopes TEXT;
ALTER TABLE sessions ADD COLUMN access_audiences TEXT NOT NULL DEFAULT '';

-- Tokens that stand for no session and were revoked before their time.
CREATE TABLE revoked_tokens (
  environment_id TEXT NOT NULL,
  id TEXT NOT NULL CHECK (id <> ''),
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (id, environment_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX revoked_tokens_by_expires_at ON revoked_tokens (expires_at);

-- Assertions that a client has used, until they are over: none is taken twice.
CREATE TABLE used_assertions (
  environment_id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  id TEXT NOT NULL CHECK (id <> ''),
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (environment_id, application_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX used_assertions_by_expires_at ON used_assertions (expires_at);
