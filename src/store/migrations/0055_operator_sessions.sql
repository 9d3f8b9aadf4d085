-- The environment of the user who acts as the subject of a session: an operator acts in another
-- environment than its own (docs/masquerade.md). Empty for every session without an impersonator.
ALTER TABLE sessions ADD COLUMN impersonator_environment_id TEXT NOT NULL DEFAULT '';
DROP INDEX sessions_by_impersonator;
CREATE INDEX sessions_by_impersonator ON sessions (impersonator_environment_id, impersonator_id)
  WHERE impersonator_id IS NOT NULL;
UPDATE sessions SET impersonator_environment_id = environment_id WHERE impersonator_id IS NOT NULL;
