-- A user whose password was set by an administrator may have to replace it before the next sign-in.
ALTER TABLE users ADD COLUMN password_change_required INTEGER NOT NULL DEFAULT 0
  CHECK (password_change_required IN (0, 1));
