-- The resource that the API behind a policy is; without one, tokens must be for us.
ALTER TABLE policies ADD COLUMN audience TEXT CHECK (audience <> '');
