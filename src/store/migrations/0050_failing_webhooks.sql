-- The time of the first failed attempt after the last success; NULL if there is none.
ALTER TABLE webhook_endpoints ADD COLUMN failing_since INTEGER;
ALTER TABLE webhook_subscribers ADD COLUMN failing_since INTEGER;
