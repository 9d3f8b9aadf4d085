-- Types of resources, resources of the customer's product, and the roles that members and groups
-- have on them (docs/design/0011-authorization.md). A resource without a parent is directly below
-- its organization. An assignment without a resource is on the organization itself.
CREATE TABLE resource_types (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  environment_id TEXT NOT NULL REFERENCES environments (id),
  slug TEXT NOT NULL CHECK (slug <> ''),
  name TEXT NOT NULL,
  description TEXT,
  parent TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX resource_types_slug ON resource_types (environment_id, slug);
CREATE INDEX resource_types_order ON resource_types (environment_id, created_at, id);

CREATE TABLE authorization_resources (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  environment_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  external_id TEXT NOT NULL CHECK (external_id <> ''),
  name TEXT NOT NULL,
  description TEXT,
  resource_type_slug TEXT NOT NULL,
  parent_resource_id TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  FOREIGN KEY (environment_id, organization_id) REFERENCES organizations (environment_id, id)
    ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX authorization_resources_external
  ON authorization_resources (environment_id, organization_id, resource_type_slug, external_id);
CREATE INDEX authorization_resources_order
  ON authorization_resources (environment_id, organization_id, created_at, id);
CREATE INDEX authorization_resources_of_environment
  ON authorization_resources (environment_id, created_at, id);
CREATE INDEX authorization_resources_of_type
  ON authorization_resources (environment_id, resource_type_slug, created_at, id);
CREATE INDEX authorization_resources_of_parent
  ON authorization_resources (environment_id, parent_resource_id, created_at, id);

CREATE TABLE group_role_assignments (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  environment_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  group_id TEXT NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK (role <> ''),
  resource_id TEXT REFERENCES authorization_resources (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX group_role_assignments_once
  ON group_role_assignments (group_id, role, coalesce(resource_id, ''));
CREATE INDEX group_role_assignments_order
  ON group_role_assignments (environment_id, group_id, created_at, id);
CREATE INDEX group_role_assignments_of_resource ON group_role_assignments (resource_id);
CREATE INDEX group_role_assignments_of_role
  ON group_role_assignments (environment_id, organization_id, role);

-- The roles that members have, also those that they have by a group: such a row ends together with
-- the assignment of the group and with the membership in the group.
CREATE TABLE role_assignments (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  environment_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  organization_membership_id TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role <> ''),
  resource_id TEXT REFERENCES authorization_resources (id) ON DELETE CASCADE,
  group_role_assignment_id TEXT REFERENCES group_role_assignments (id) ON DELETE CASCADE,
  group_id TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  CHECK ((group_id IS NULL) = (group_role_assignment_id IS NULL)),
  FOREIGN KEY (organization_membership_id, environment_id)
    REFERENCES memberships (id, environment_id) ON DELETE CASCADE,
  FOREIGN KEY (group_id, organization_membership_id)
    REFERENCES group_members (group_id, membership_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX role_assignments_once ON role_assignments
  (organization_membership_id, role, coalesce(resource_id, ''),
   coalesce(group_role_assignment_id, ''));
CREATE INDEX role_assignments_of_membership
  ON role_assignments (environment_id, organization_membership_id, resource_id);
CREATE INDEX role_assignments_of_resource
  ON role_assignments (resource_id, environment_id, created_at, id);
CREATE INDEX role_assignments_in_organization
  ON role_assignments (environment_id, organization_id, resource_id, created_at, id);
CREATE INDEX role_assignments_of_role ON role_assignments (environment_id, organization_id, role);
CREATE INDEX role_assignments_of_group_assignment ON role_assignments (group_role_assignment_id)
  WHERE group_role_assignment_id IS NOT NULL;
CREATE INDEX role_assignments_of_group
  ON role_assignments (group_id, organization_membership_id) WHERE group_id IS NOT NULL;
