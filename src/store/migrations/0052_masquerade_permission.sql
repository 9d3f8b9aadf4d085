-- The permission to act as another user, in the environments that exist already. One that made a
-- permission of this name keeps it.
INSERT INTO permissions (id, environment_id, slug, name, description, system, resource_type_slug,
                         created_at, updated_at)
  SELECT 'perm_0000000052' || substr(CAST(10000000000000000 + n.number AS TEXT), 2),
    n.id, 'users:masquerade', 'Act as another user', NULL, 1, 'organization', n.created_at,
    n.created_at
  FROM (SELECT row_number() OVER (ORDER BY id) AS number, id, created_at FROM environments) AS n
  WHERE NOT EXISTS (SELECT 1 FROM permissions WHERE permissions.environment_id = n.id
    AND permissions.slug = 'users:masquerade');
