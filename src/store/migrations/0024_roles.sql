-- Permissions have names and descriptions. Roles get an id, and exist in an environment or in one
-- organization. A role with a lower number in `priority` comes first.
CREATE TABLE permissions (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  environment_id TEXT NOT NULL REFERENCES environments (id),
  slug TEXT NOT NULL CHECK (slug <> ''),
  name TEXT NOT NULL,
  description TEXT,
  system INTEGER NOT NULL CHECK (system IN (0, 1)),
  resource_type_slug TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX permissions_slug ON permissions (environment_id, slug);
CREATE INDEX permissions_order ON permissions (environment_id, created_at, id);

CREATE TABLE organization_roles (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  environment_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  slug TEXT NOT NULL CHECK (slug <> ''),
  name TEXT NOT NULL,
  description TEXT,
  permissions TEXT NOT NULL,
  resource_type_slug TEXT NOT NULL,
  priority INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  FOREIGN KEY (environment_id, organization_id) REFERENCES organizations (environment_id, id)
    ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX organization_roles_slug
  ON organization_roles (environment_id, organization_id, slug);
CREATE INDEX organization_roles_order
  ON organization_roles (environment_id, organization_id, created_at, id);
CREATE INDEX organization_roles_of_environment
  ON organization_roles (environment_id, created_at, id);
CREATE INDEX organization_roles_priority
  ON organization_roles (environment_id, organization_id, priority);

ALTER TABLE roles RENAME TO roles_without_id;
CREATE TABLE roles (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  environment_id TEXT NOT NULL REFERENCES environments (id),
  slug TEXT NOT NULL CHECK (slug <> ''),
  name TEXT NOT NULL,
  description TEXT,
  permissions TEXT NOT NULL,
  resource_type_slug TEXT NOT NULL,
  priority INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX roles_slug ON roles (environment_id, slug);
CREATE INDEX roles_order ON roles (environment_id, created_at, id);
CREATE INDEX roles_priority ON roles (environment_id, priority);

-- Existing rows get an id that contains their number. Their order was not known.
INSERT INTO roles (id, environment_id, slug, name, description, permissions, resource_type_slug,
                   priority, created_at, updated_at)
  SELECT 'role_0000000000' || substr(CAST(10000000000000000 + r.number AS TEXT), 2),
    r.environment_id, r.slug, r.name, NULL, r.permissions, 'organization', r.number, e.created_at,
    e.created_at
  FROM (SELECT row_number() OVER (ORDER BY environment_id, slug) AS number, environment_id, slug,
          name, permissions FROM roles_without_id) AS r
  JOIN environments AS e ON e.id = r.environment_id;
DROP TABLE roles_without_id;

-- Every environment has the role `member`, for members without another role, and the permissions
-- that this program itself requires.
INSERT INTO roles (id, environment_id, slug, name, description, permissions, resource_type_slug,
                   priority, created_at, updated_at)
  SELECT 'role_0000000001' || substr(CAST(10000000000000000 + m.number AS TEXT), 2),
    m.id, 'member', 'Member', NULL, '', 'organization', 2147483647, m.created_at, m.created_at
  FROM (SELECT row_number() OVER (ORDER BY id) AS number, id, created_at FROM environments) AS m
  WHERE NOT EXISTS
    (SELECT 1 FROM roles WHERE roles.environment_id = m.id AND roles.slug = 'member');
INSERT INTO permissions (id, environment_id, slug, name, description, system, resource_type_slug,
                         created_at, updated_at)
  SELECT 'perm_0000000000' || substr(CAST(10000000000000000 + n.number AS TEXT), 2),
    n.environment_id, n.slug, n.name, NULL, 1, 'organization', n.created_at, n.created_at
  FROM (
    SELECT row_number() OVER (ORDER BY e.id, p.slug) AS number, e.id AS environment_id,
      p.slug AS slug, p.name AS name, e.created_at AS created_at
    FROM environments AS e CROSS JOIN (
      SELECT '*' AS slug, 'Everything' AS name
      UNION ALL SELECT 'applications:manage', 'Manage applications'
      UNION ALL SELECT 'events:read', 'Read events'
      UNION ALL SELECT 'keys:manage', 'Manage API keys'
      UNION ALL SELECT 'objects:link', 'Link objects'
      UNION ALL SELECT 'objects:read', 'Read objects'
      UNION ALL SELECT 'objects:write', 'Change objects'
      UNION ALL SELECT 'organizations:manage', 'Manage the organization'
      UNION ALL SELECT 'organizations:read', 'Read the organization'
      UNION ALL SELECT 'sessions:manage', 'Manage sessions'
      UNION ALL SELECT 'users:manage', 'Manage users'
      UNION ALL SELECT 'widgets:api-keys:manage', 'Manage API keys in widgets'
      UNION ALL SELECT 'widgets:audit-log-streaming:manage', 'Manage audit log streams in widgets'
      UNION ALL SELECT 'widgets:domain-verification:manage', 'Verify domains in widgets'
      UNION ALL SELECT 'widgets:dsync:manage', 'Manage directory sync in widgets'
      UNION ALL SELECT 'widgets:pipes:manage', 'Manage pipes in widgets'
      UNION ALL SELECT 'widgets:sso:manage', 'Manage single sign-on in widgets'
      UNION ALL SELECT 'widgets:users-table:manage', 'Manage users in widgets'
    ) AS p
  ) AS n;
