-- Invitations of addresses to the environment or to an organization. `sealed` is the token,
-- encrypted with the master key.
CREATE TABLE invitations (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  environment_id TEXT NOT NULL REFERENCES environments (id),
  email TEXT NOT NULL CHECK (email <> ''),
  email_key TEXT NOT NULL,
  organization_id TEXT,
  role_slug TEXT,
  inviter_user_id TEXT,
  accepted_user_id TEXT,
  accepted_at INTEGER,
  revoked_at INTEGER,
  expires_at INTEGER NOT NULL,
  sealed TEXT NOT NULL CHECK (sealed <> ''),
  token_hash TEXT NOT NULL CHECK (token_hash <> ''),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  FOREIGN KEY (environment_id, organization_id) REFERENCES organizations (environment_id, id)
    ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX invitations_token ON invitations (environment_id, token_hash);
CREATE INDEX invitations_order ON invitations (environment_id, created_at, id);
CREATE INDEX invitations_of_organization
  ON invitations (environment_id, organization_id, created_at, id);
CREATE INDEX invitations_of_email ON invitations (environment_id, email_key, created_at, id);
CREATE INDEX invitations_expiry ON invitations (expires_at);
