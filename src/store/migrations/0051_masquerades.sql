-- Sessions in which one user acts as another (docs/masquerade.md): who acts, under which name at that
-- time, why, and in which session it began. All are empty for every other session.
ALTER TABLE sessions ADD COLUMN impersonator_id TEXT CHECK (impersonator_id <> '');
ALTER TABLE sessions ADD COLUMN impersonator_name TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN impersonation_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN impersonated_by TEXT NOT NULL DEFAULT '';
-- To end them with the sessions of their impersonator.
CREATE INDEX sessions_by_impersonator ON sessions (environment_id, impersonator_id)
  WHERE impersonator_id IS NOT NULL;
