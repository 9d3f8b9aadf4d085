-- From this step on, username_key and email_key follow RFC 8265. SQL cannot normalize names, so
-- name_keys.cc converts the keys as part of this step.
SELECT 1;
