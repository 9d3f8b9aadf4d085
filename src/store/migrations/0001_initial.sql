-- Times are milliseconds since 1970, flags 0 or 1, lists a word a line, hashes SHA-256.
-- Primary keys order the rows by an id that grows with time. The environment comes second in them:
-- in front it would tempt the planner to search a whole environment where an index leads further.
-- Secrets are found by the first 64 bits of their hash: a random value must not order the rows.

CREATE TABLE environments (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  name TEXT NOT NULL UNIQUE CHECK (name <> ''),
  sandbox INTEGER NOT NULL CHECK (sandbox IN (0, 1)),
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  position INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE organizations (
  environment_id TEXT NOT NULL REFERENCES environments (id),
  id TEXT NOT NULL CHECK (id <> ''),
  number INTEGER NOT NULL CHECK (number > 0),
  name TEXT NOT NULL,
  password_policy TEXT NOT NULL CHECK (password_policy IN ('low', 'medium', 'high')),
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (id, environment_id),
  UNIQUE (environment_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX organizations_by_name ON organizations (environment_id, name, number);

-- The keys are the lower-cased username and email; an empty one is no name.
CREATE TABLE users (
  environment_id TEXT NOT NULL REFERENCES environments (id),
  id TEXT NOT NULL CHECK (id <> ''),
  number INTEGER NOT NULL CHECK (number > 0),
  username TEXT NOT NULL,
  username_key TEXT NOT NULL,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  job_title TEXT NOT NULL,
  password_hash TEXT NOT NULL CHECK (password_hash = '' OR password_hash LIKE '$%'),
  password_changed_at INTEGER NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (id, environment_id),
  UNIQUE (environment_id, number)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX users_by_username ON users (environment_id, username_key)
  WHERE username_key <> '';
CREATE UNIQUE INDEX users_by_email ON users (environment_id, email_key) WHERE email_key <> '';

CREATE TABLE previous_passwords (
  environment_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  hash TEXT NOT NULL CHECK (hash LIKE '$%'),
  replaced_at INTEGER NOT NULL,
  PRIMARY KEY (environment_id, user_id, sequence),
  FOREIGN KEY (environment_id, user_id) REFERENCES users (environment_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE login_failures (
  environment_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  count INTEGER NOT NULL CHECK (count >= 0),
  locked_until INTEGER,
  PRIMARY KEY (environment_id, user_id),
  FOREIGN KEY (environment_id, user_id) REFERENCES users (environment_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE roles (
  environment_id TEXT NOT NULL REFERENCES environments (id),
  slug TEXT NOT NULL CHECK (slug <> ''),
  name TEXT NOT NULL,
  permissions TEXT NOT NULL,
  PRIMARY KEY (environment_id, slug)
) STRICT, WITHOUT ROWID;

CREATE TABLE memberships (
  environment_id TEXT NOT NULL,
  id TEXT NOT NULL CHECK (id <> ''),
  user_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  roles TEXT NOT NULL,
  PRIMARY KEY (id, environment_id),
  UNIQUE (environment_id, user_id, organization_id),
  FOREIGN KEY (environment_id, user_id) REFERENCES users (environment_id, id) ON DELETE CASCADE,
  FOREIGN KEY (environment_id, organization_id) REFERENCES organizations (environment_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE access_profiles (
  environment_id TEXT NOT NULL REFERENCES environments (id),
  name TEXT NOT NULL CHECK (name <> ''),
  grants TEXT NOT NULL,
  PRIMARY KEY (environment_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE applications (
  environment_id TEXT NOT NULL,
  id TEXT NOT NULL CHECK (id <> ''),
  organization_id TEXT NOT NULL,
  name TEXT NOT NULL,
  client_id TEXT NOT NULL CHECK (client_id <> ''),
  access_profile TEXT NOT NULL,
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (id, environment_id),
  UNIQUE (environment_id, client_id),
  FOREIGN KEY (environment_id, organization_id) REFERENCES organizations (environment_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX applications_by_name ON applications (environment_id, organization_id, name);

CREATE TABLE application_secrets (
  environment_id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  id TEXT NOT NULL CHECK (id <> ''),
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (environment_id, application_id, id),
  FOREIGN KEY (environment_id, application_id) REFERENCES applications (environment_id, id)
    ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE api_keys (
  environment_id TEXT NOT NULL REFERENCES environments (id),
  id TEXT NOT NULL CHECK (id <> ''),
  user_id TEXT,
  hash64 INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  hint TEXT NOT NULL CHECK (length(hint) <= 8),
  description TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER,
  PRIMARY KEY (id, environment_id),
  UNIQUE (hash64, hash),
  FOREIGN KEY (environment_id, user_id) REFERENCES users (environment_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX api_keys_live_of_user ON api_keys (environment_id, user_id)
  WHERE user_id IS NOT NULL AND revoked_at IS NULL;

-- over_at is when the session and every token of it are over: the end, or else the last expiry.
CREATE TABLE sessions (
  environment_id TEXT NOT NULL REFERENCES environments (id),
  id TEXT NOT NULL CHECK (id <> ''),
  organization_id TEXT NOT NULL,
  subject_kind TEXT NOT NULL CHECK (subject_kind IN ('user', 'application', 'environment')),
  subject_id TEXT NOT NULL CHECK (subject_id <> ''),
  profile TEXT NOT NULL,
  generation INTEGER NOT NULL CHECK (generation >= 0),
  created_at INTEGER NOT NULL,
  rotated_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  refresh_expires_at INTEGER,
  ended_at INTEGER,
  over_at INTEGER NOT NULL,
  PRIMARY KEY (id, environment_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_unended_of_subject ON sessions (environment_id, subject_id)
  WHERE ended_at IS NULL;
CREATE INDEX sessions_by_over_at ON sessions (over_at);

CREATE TABLE tokens (
  environment_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  hash64 INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  generation INTEGER NOT NULL CHECK (generation >= 0),
  use TEXT NOT NULL CHECK (use IN ('access', 'refresh')),
  expires_at INTEGER NOT NULL,
  spent_at INTEGER,
  FOREIGN KEY (environment_id, session_id) REFERENCES sessions (environment_id, id)
    ON DELETE CASCADE
) STRICT;
CREATE INDEX tokens_by_hash64 ON tokens (hash64);
CREATE INDEX tokens_of_session ON tokens (environment_id, session_id);

CREATE TABLE objects (
  environment_id TEXT NOT NULL,
  id TEXT NOT NULL CHECK (id <> ''),
  kind TEXT NOT NULL CHECK (kind <> ''),
  number INTEGER NOT NULL CHECK (number > 0),
  name TEXT NOT NULL,
  owner_id TEXT NOT NULL,
  fields TEXT NOT NULL CHECK (fields LIKE '{%}'),
  roles TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL,
  PRIMARY KEY (id, environment_id),
  UNIQUE (environment_id, kind, number),
  FOREIGN KEY (environment_id, owner_id) REFERENCES organizations (environment_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX objects_by_name ON objects (environment_id, owner_id, kind, name, number);

-- An empty user_id stands for the organization itself.
CREATE TABLE object_members (
  environment_id TEXT NOT NULL,
  object_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  level TEXT NOT NULL CHECK (level IN ('owner', 'collaborator', 'participant', 'viewer')),
  state TEXT NOT NULL CHECK (state IN ('accepted', 'invited', 'requesting', 'withdrawn')),
  PRIMARY KEY (object_id, organization_id, user_id, environment_id),
  FOREIGN KEY (environment_id, object_id) REFERENCES objects (environment_id, id)
    ON DELETE CASCADE,
  FOREIGN KEY (environment_id, organization_id) REFERENCES organizations (environment_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX object_members_of_organization
  ON object_members (organization_id, environment_id, object_id);

-- kept_for is the organization for a field that each organization has for itself, else empty.
CREATE TABLE external_ids (
  environment_id TEXT NOT NULL,
  object_id TEXT NOT NULL,
  field_name TEXT NOT NULL CHECK (field_name <> ''),
  kept_for TEXT NOT NULL,
  external_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  PRIMARY KEY (environment_id, object_id, field_name, kept_for),
  FOREIGN KEY (environment_id, object_id) REFERENCES objects (environment_id, id)
    ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE integration_statuses (
  environment_id TEXT NOT NULL,
  object_id TEXT NOT NULL,
  field_name TEXT NOT NULL,
  status_code TEXT NOT NULL,
  message TEXT NOT NULL,
  integration_id TEXT NOT NULL,
  external_id TEXT NOT NULL,
  reported_at INTEGER NOT NULL,
  PRIMARY KEY (environment_id, object_id),
  FOREIGN KEY (environment_id, object_id) REFERENCES objects (environment_id, id)
    ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE signing_keys (
  environment_id TEXT NOT NULL REFERENCES environments (id),
  kid TEXT NOT NULL CHECK (kid <> ''),
  profile TEXT NOT NULL CHECK (profile <> ''),
  algorithm TEXT NOT NULL CHECK (algorithm <> ''),
  sealed BLOB NOT NULL CHECK (length(sealed) > 0),
  certificate BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  active_from INTEGER NOT NULL,
  retire_at INTEGER NOT NULL,
  forget_at INTEGER NOT NULL,
  PRIMARY KEY (environment_id, kid)
) STRICT, WITHOUT ROWID;

-- The log has no foreign keys: it tells of things that may be gone.
CREATE TABLE events (
  number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
  environment_id TEXT NOT NULL,
  organization_id TEXT,
  type TEXT NOT NULL CHECK (type <> ''),
  actor_kind TEXT NOT NULL CHECK (actor_kind IN ('user', 'application', 'environment', 'system')),
  actor_id TEXT NOT NULL,
  target TEXT NOT NULL,
  at INTEGER NOT NULL,
  data TEXT NOT NULL CHECK (data LIKE '{%}')
) STRICT;
CREATE INDEX events_of_environment ON events (environment_id, number);
