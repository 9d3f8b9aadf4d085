-- What a policy takes beyond plain requests: forms of a path, a word a line, and CORS preflights.
ALTER TABLE policies ADD COLUMN path_forms TEXT NOT NULL DEFAULT '';
ALTER TABLE policies ADD COLUMN cors_preflight INTEGER NOT NULL DEFAULT 0
  CHECK (cors_preflight IN (0, 1));
