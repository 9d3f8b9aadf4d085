-- Searches by the beginning of a name, which ignore the case of ASCII letters.
CREATE INDEX applications_by_lower_name ON applications (environment_id, lower(name));
CREATE INDEX applications_of_organization_by_lower_name
  ON applications (environment_id, organization_id, lower(name));
CREATE INDEX organization_api_keys_by_lower_name
  ON organization_api_keys (environment_id, organization_id, lower(name));
CREATE INDEX permissions_by_lower_name ON permissions (environment_id, lower(name));
CREATE INDEX feature_flags_by_lower_name ON feature_flags (environment_id, lower(name));
CREATE INDEX groups_by_lower_name ON groups (environment_id, organization_id, lower(name));
CREATE INDEX policies_by_lower_name ON policies (environment_id, lower(name));
CREATE INDEX objects_by_lower_name ON objects (environment_id, kind, lower(name));
