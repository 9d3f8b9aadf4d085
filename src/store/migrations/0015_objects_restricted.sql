-- Acting on a user asks which roles open objects of its organization: objects without roles, which
-- are most, are not in this index.
CREATE INDEX objects_restricted ON objects (environment_id, owner_id, roles) WHERE roles <> '';
