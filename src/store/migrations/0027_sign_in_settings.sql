-- Settings of the sign-in of an environment: where it may return to, which web pages may call the
-- API, and the template of the claims of access tokens.
CREATE TABLE redirect_uris (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  environment_id TEXT NOT NULL REFERENCES environments (id),
  uri TEXT NOT NULL CHECK (uri <> ''),
  is_default INTEGER NOT NULL CHECK (is_default IN (0, 1)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX redirect_uris_uri ON redirect_uris (environment_id, uri);
CREATE INDEX redirect_uris_order ON redirect_uris (environment_id, created_at, id);

CREATE TABLE cors_origins (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  environment_id TEXT NOT NULL REFERENCES environments (id),
  origin TEXT NOT NULL CHECK (origin <> ''),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX cors_origins_origin ON cors_origins (environment_id, origin);
CREATE INDEX cors_origins_order ON cors_origins (environment_id, created_at, id);

CREATE TABLE jwt_templates (
  environment_id TEXT NOT NULL PRIMARY KEY REFERENCES environments (id),
  content TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
