-- The origin of a change: the id of the credential, the address of the client, and the id of the
-- request. Empty in events of earlier versions and in events that no request caused.
ALTER TABLE events ADD COLUMN credential_id TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN request_id TEXT NOT NULL DEFAULT '';
