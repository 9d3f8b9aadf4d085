-- Switches of the customer's product, and the users and organizations for which they are on.
CREATE TABLE feature_flags (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  environment_id TEXT NOT NULL REFERENCES environments (id),
  slug TEXT NOT NULL CHECK (slug <> ''),
  name TEXT NOT NULL,
  description TEXT,
  tags TEXT NOT NULL,
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  default_value INTEGER NOT NULL CHECK (default_value IN (0, 1)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX feature_flags_slug ON feature_flags (environment_id, slug);
CREATE INDEX feature_flags_order ON feature_flags (environment_id, created_at, id);

-- `target_id` is the id of the organization or of the user.
CREATE TABLE flag_targets (
  environment_id TEXT NOT NULL,
  flag_id TEXT NOT NULL REFERENCES feature_flags (id) ON DELETE CASCADE,
  target_id TEXT NOT NULL,
  organization_id TEXT,
  user_id TEXT,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (flag_id, target_id),
  CHECK (target_id = coalesce(organization_id, user_id)),
  CHECK ((organization_id IS NULL) <> (user_id IS NULL)),
  FOREIGN KEY (environment_id, organization_id) REFERENCES organizations (environment_id, id)
    ON DELETE CASCADE,
  FOREIGN KEY (environment_id, user_id) REFERENCES users (environment_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX flag_targets_by_target ON flag_targets (environment_id, target_id, flag_id);
CREATE INDEX flag_targets_of_organization ON flag_targets (environment_id, organization_id)
  WHERE organization_id IS NOT NULL;
CREATE INDEX flag_targets_of_user ON flag_targets (environment_id, user_id)
  WHERE user_id IS NOT NULL;
