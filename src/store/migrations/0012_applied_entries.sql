-- The values that provisioning files last applied. A value that has not changed in its file is not
-- applied again (applied_entries.h). Digests are words `field=digest`. The digest ? stands for a
-- value that release 0.1.0 may have applied without a record: existing rows get it for every field
-- that the API of that release could write.
CREATE TABLE applied_entries (
  environment_id TEXT NOT NULL REFERENCES environments (id),
  kind TEXT NOT NULL CHECK (kind <> ''),
  id TEXT NOT NULL CHECK (id <> ''),
  digests TEXT NOT NULL,
  PRIMARY KEY (id, kind, environment_id)
) STRICT, WITHOUT ROWID;
INSERT INTO applied_entries (environment_id, kind, id, digests)
  SELECT environment_id, 'organization', id, 'enabled=? rate_limit=?' FROM organizations;
INSERT INTO applied_entries (environment_id, kind, id, digests)
  SELECT environment_id, 'user', id, 'active=? password=?' FROM users;
INSERT INTO applied_entries (environment_id, kind, id, digests)
  SELECT environment_id, 'application', id, 'client_secret=? enabled=? rate_limit=?'
  FROM applications;
INSERT INTO applied_entries (environment_id, kind, id, digests)
  SELECT environment_id, 'api key', id, 'description=? rate_limit=? value=?' FROM api_keys;
INSERT INTO applied_entries (environment_id, kind, id, digests)
  SELECT DISTINCT environment_id, 'generated api key', 'user ' || user_id, 'value=?'
  FROM api_keys WHERE user_id IS NOT NULL;
INSERT INTO applied_entries (environment_id, kind, id, digests)
  SELECT DISTINCT environment_id, 'generated api key', 'environment ' || description, 'value=?'
  FROM api_keys WHERE user_id IS NULL;
INSERT INTO applied_entries (environment_id, kind, id, digests)
  SELECT environment_id, 'policy', name, 'audience=? credentials=? hide_credential=? identity=? '
    || 'identity_jwt=? methods=? organization=? path_prefixes=? permissions=?' FROM policies;

-- Secrets of applications that were revoked, reset or replaced. They are never accepted again.
CREATE TABLE retired_secrets (
  environment_id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  sequence INTEGER NOT NULL,
  PRIMARY KEY (environment_id, application_id, hash),
  FOREIGN KEY (environment_id, application_id) REFERENCES applications (environment_id, id)
    ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
