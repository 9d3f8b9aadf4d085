-- What WorkOS' memberships have in addition. Times of earlier memberships are those of their users.
ALTER TABLE memberships ADD COLUMN status TEXT NOT NULL DEFAULT 'active'
  CHECK (status IN ('active', 'inactive', 'pending'));
ALTER TABLE memberships ADD COLUMN directory_managed INTEGER NOT NULL DEFAULT 0
  CHECK (directory_managed IN (0, 1));
ALTER TABLE memberships ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE memberships ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
UPDATE memberships SET created_at = (SELECT users.created_at FROM users
  WHERE users.environment_id = memberships.environment_id AND users.id = memberships.user_id);
UPDATE memberships SET updated_at = created_at;
CREATE INDEX memberships_order ON memberships (environment_id, created_at, id);
DROP INDEX memberships_of_organization;
CREATE INDEX memberships_of_organization
  ON memberships (environment_id, organization_id, created_at, id, user_id);
