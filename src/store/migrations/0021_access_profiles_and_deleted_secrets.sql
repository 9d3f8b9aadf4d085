-- Access profiles are described rows: the column has the name of the field in provisioning files and
-- in the API, and rows have times. Those of earlier versions are unknown.
ALTER TABLE access_profiles RENAME COLUMN grants TO allows;
ALTER TABLE access_profiles ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE access_profiles ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX applications_of_access_profile ON applications (environment_id, access_profile);

-- The secrets of deleted applications. A provisioning file that still contains one is refused,
-- because its deletion may have been the answer to a leak.
CREATE TABLE deleted_secrets (
  environment_id TEXT NOT NULL REFERENCES environments (id),
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (environment_id, hash)
) STRICT, WITHOUT ROWID;
