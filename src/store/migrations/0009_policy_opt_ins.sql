-- What a policy accepts in addition: ambiguous forms of a path, one word per line, and CORS
-- preflights.
ALTER TABLE policies ADD COLUMN path_forms TEXT NOT NULL DEFAULT '';
ALTER TABLE policies ADD COLUMN cors_preflight INTEGER NOT NULL DEFAULT 0
  CHECK (cors_preflight IN (0, 1));
