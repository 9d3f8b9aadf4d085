-- What gateways ask of requests, found by name. Lists are a word a line.
CREATE TABLE policies (
  environment_id TEXT NOT NULL REFERENCES environments (id),
  name TEXT NOT NULL CHECK (name <> ''),
  credentials TEXT NOT NULL,
  permissions TEXT NOT NULL,
  organization_id TEXT,
  methods TEXT NOT NULL,
  path_prefixes TEXT NOT NULL,
  identity TEXT NOT NULL CHECK (identity IN ('remote', 'x-auth-request')),
  identity_jwt INTEGER NOT NULL CHECK (identity_jwt IN (0, 1)),
  hide_credential INTEGER NOT NULL CHECK (hide_credential IN (0, 1)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (environment_id, name),
  FOREIGN KEY (environment_id, organization_id) REFERENCES organizations (environment_id, id)
) STRICT, WITHOUT ROWID;
