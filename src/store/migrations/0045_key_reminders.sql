-- The reminders before the expiry of API keys: `reminded_at` is the time at which the newest one was
-- due; NULL before the first.
ALTER TABLE api_keys ADD COLUMN reminded_at INTEGER;
ALTER TABLE organization_api_keys ADD COLUMN reminded_at INTEGER;
CREATE INDEX api_keys_by_expiry ON api_keys (expires_at)
  WHERE expires_at IS NOT NULL AND revoked_at IS NULL;
CREATE INDEX organization_api_keys_by_expiry ON organization_api_keys (expires_at)
  WHERE expires_at IS NOT NULL;
