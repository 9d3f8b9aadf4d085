-- What WorkOS' organizations have in addition. `metadata` is a JSON object of texts.
ALTER TABLE organizations ADD COLUMN external_id TEXT CHECK (external_id <> '');
ALTER TABLE organizations ADD COLUMN metadata TEXT NOT NULL DEFAULT '{}';
ALTER TABLE organizations ADD COLUMN stripe_customer_id TEXT;
ALTER TABLE organizations ADD COLUMN allow_profiles_outside_organization INTEGER NOT NULL DEFAULT 0
  CHECK (allow_profiles_outside_organization IN (0, 1));
CREATE UNIQUE INDEX organizations_external_id ON organizations (environment_id, external_id)
  WHERE external_id IS NOT NULL;
CREATE INDEX organizations_order ON organizations (environment_id, created_at, id);
-- An organization is deleted together with the rows that refer to it.
CREATE INDEX memberships_of_organization ON memberships (environment_id, organization_id);
CREATE INDEX policies_of_organization ON policies (environment_id, organization_id)
  WHERE organization_id IS NOT NULL;
