-- When a key or a secret was last used, as far as is known: behind by at most a minute.
ALTER TABLE api_keys ADD COLUMN last_used_at INTEGER;
ALTER TABLE application_secrets ADD COLUMN last_used_at INTEGER;
