-- API keys of organizations, and of users in one organization, each with a name and with
-- permissions of its own. The keys of logins and environments stay in `api_keys`. `hash` is the
-- SHA-256 of the value, in hex.
CREATE TABLE organization_api_keys (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  environment_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  user_id TEXT,
  name TEXT NOT NULL,
  obfuscated_value TEXT NOT NULL,
  hash TEXT NOT NULL CHECK (hash <> ''),
  last_used_at INTEGER,
  expires_at INTEGER,
  permissions TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  FOREIGN KEY (environment_id, organization_id) REFERENCES organizations (environment_id, id)
    ON DELETE CASCADE,
  FOREIGN KEY (environment_id, user_id) REFERENCES users (environment_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX organization_api_keys_hash ON organization_api_keys (hash);
CREATE INDEX organization_api_keys_order
  ON organization_api_keys (environment_id, organization_id, created_at, id);
CREATE INDEX organization_api_keys_of_environment
  ON organization_api_keys (environment_id, created_at, id);
CREATE INDEX organization_api_keys_of_user ON organization_api_keys (environment_id, user_id)
  WHERE user_id IS NOT NULL;
