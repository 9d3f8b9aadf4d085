-- An operation on a user reads which roles open objects of its organization. This index contains
-- only objects with roles; most objects have none.
CREATE INDEX objects_restricted ON objects (environment_id, owner_id, roles) WHERE roles <> '';
