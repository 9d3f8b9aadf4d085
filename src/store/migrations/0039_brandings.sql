-- How the sign-in pages and emails of an environment look: at most one row for each.
CREATE TABLE brandings (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  environment_id TEXT NOT NULL REFERENCES environments (id),
  name TEXT NOT NULL,
  color TEXT NOT NULL,
  logo TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX brandings_environment ON brandings (environment_id);
