-- E-mail domains that organizations claim, and the state of the verification of each.
CREATE TABLE organization_domains (
  id TEXT NOT NULL PRIMARY KEY,
  environment_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  domain TEXT NOT NULL,
  state TEXT NOT NULL
    CHECK (state IN ('failed', 'legacy_verified', 'pending', 'unverified', 'verified')),
  verification_prefix TEXT NOT NULL,
  verification_token TEXT NOT NULL,
  verification_strategy TEXT NOT NULL CHECK (verification_strategy IN ('dns', 'manual')),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  FOREIGN KEY (environment_id, organization_id) REFERENCES organizations (environment_id, id)
    ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX organization_domains_domain
  ON organization_domains (environment_id, organization_id, domain);
CREATE INDEX organization_domains_order
  ON organization_domains (environment_id, organization_id, created_at, id);
