-- What WorkOS' users have in addition. `metadata` is a JSON object of texts.
ALTER TABLE users ADD COLUMN email_verified INTEGER NOT NULL DEFAULT 0
  CHECK (email_verified IN (0, 1));
ALTER TABLE users ADD COLUMN name TEXT;
ALTER TABLE users ADD COLUMN profile_picture_url TEXT;
ALTER TABLE users ADD COLUMN locale TEXT;
ALTER TABLE users ADD COLUMN external_id TEXT CHECK (external_id <> '');
ALTER TABLE users ADD COLUMN metadata TEXT NOT NULL DEFAULT '{}';
ALTER TABLE users ADD COLUMN last_sign_in_at INTEGER;
CREATE UNIQUE INDEX users_external_id ON users (environment_id, external_id)
  WHERE external_id IS NOT NULL;
-- Both columns, so that SQLite prefers it to the index of the order.
DROP INDEX users_that_integrate;
CREATE INDEX users_that_integrate ON users (environment_id, integrator) WHERE integrator = 1;
CREATE INDEX users_order ON users (environment_id, created_at, id);
-- How a session was opened. The values of earlier sessions are unknown.
ALTER TABLE sessions ADD COLUMN auth_method TEXT NOT NULL DEFAULT 'unknown'
  CHECK (auth_method <> '');
ALTER TABLE sessions ADD COLUMN ip_address TEXT;
ALTER TABLE sessions ADD COLUMN user_agent TEXT;
