-- When the secret of a deleted application may be forgotten (store/pruning.cc). The time and the
-- application of the present rows are unknown, so these rows are kept.
ALTER TABLE deleted_secrets ADD COLUMN application_id TEXT NOT NULL DEFAULT '';
ALTER TABLE deleted_secrets ADD COLUMN deleted_at INTEGER;
CREATE INDEX deleted_secrets_by_time ON deleted_secrets (deleted_at);

-- Rows of deleted organizations and users, which new ones with the same id must not get.
CREATE INDEX external_ids_of_organization ON external_ids (kept_for, environment_id);
CREATE INDEX object_members_of_user ON object_members (user_id, environment_id);
DELETE FROM external_ids WHERE kept_for <> '' AND NOT EXISTS (
  SELECT 1 FROM organizations WHERE organizations.environment_id = external_ids.environment_id
  AND organizations.id = external_ids.kept_for);
DELETE FROM object_members WHERE user_id <> '' AND NOT EXISTS (
  SELECT 1 FROM users WHERE users.environment_id = object_members.environment_id
  AND users.id = object_members.user_id);
