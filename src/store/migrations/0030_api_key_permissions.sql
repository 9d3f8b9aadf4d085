-- A key of an environment may have fewer permissions than all.
ALTER TABLE api_keys ADD COLUMN permissions TEXT NOT NULL DEFAULT '*';
