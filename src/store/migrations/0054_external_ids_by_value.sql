-- A bulk load searches the object that has an external id.
CREATE INDEX external_ids_by_value ON external_ids (external_id, environment_id);
