-- What requests of partners' applications leave for later requests: frozen views of reports,
-- uploaded files, and the results of loads, usage and actions. Rows are deleted after expires_at.
CREATE TABLE partner_results (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  environment_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('view', 'file', 'load', 'usage', 'action')),
  number INTEGER NOT NULL,
  subject TEXT NOT NULL,
  data TEXT NOT NULL,
  content TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  FOREIGN KEY (environment_id, organization_id) REFERENCES organizations (environment_id, id)
    ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX partner_results_of_organization
  ON partner_results (environment_id, organization_id, kind, number, id);
CREATE INDEX partner_results_by_expiry ON partner_results (expires_at);
