-- Rows of bulk loads that are not applied yet, some of a load in one row. They are applied in the
-- order of `number` and deleted then.
CREATE TABLE waiting_rows (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  environment_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  load_id TEXT NOT NULL,
  number INTEGER NOT NULL UNIQUE CHECK (number >= 0),
  content TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  FOREIGN KEY (environment_id, organization_id) REFERENCES organizations (environment_id, id)
    ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX waiting_rows_of_organization
  ON waiting_rows (environment_id, organization_id, load_id);
CREATE INDEX waiting_rows_of_load ON waiting_rows (environment_id, load_id);
