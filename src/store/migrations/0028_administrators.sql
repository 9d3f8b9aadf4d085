-- Administrators: users who hold every permission in their environment while they are signed in to
-- the console.
CREATE TABLE administrators (
  environment_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (environment_id, user_id),
  FOREIGN KEY (environment_id, user_id) REFERENCES users (environment_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
