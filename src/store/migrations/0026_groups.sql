-- Named sets of members of one organization.
CREATE TABLE groups (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  environment_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  FOREIGN KEY (environment_id, organization_id) REFERENCES organizations (environment_id, id)
    ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX groups_order ON groups (environment_id, organization_id, created_at, id);
CREATE INDEX groups_of_environment ON groups (environment_id, created_at, id);

CREATE TABLE group_members (
  environment_id TEXT NOT NULL,
  group_id TEXT NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
  membership_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (group_id, membership_id),
  FOREIGN KEY (membership_id, environment_id) REFERENCES memberships (id, environment_id)
    ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX group_members_by_membership
  ON group_members (environment_id, membership_id, group_id);
