-- A rate limit is a text such as '100/60s' or '100/60s monitor'; without one there is no limit.
ALTER TABLE api_keys ADD COLUMN rate_limit TEXT CHECK (rate_limit <> '');
ALTER TABLE applications ADD COLUMN rate_limit TEXT CHECK (rate_limit <> '');
ALTER TABLE organizations ADD COLUMN rate_limit TEXT CHECK (rate_limit <> '');

-- A user's next key inherits the limit of the last one, which may be revoked by then.
CREATE INDEX api_keys_of_user ON api_keys (environment_id, user_id, id) WHERE user_id IS NOT NULL;
