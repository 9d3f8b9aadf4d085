-- The keys of an environment, which are few among those of its users.
CREATE INDEX api_keys_of_environment ON api_keys (environment_id, id) WHERE user_id IS NULL;
