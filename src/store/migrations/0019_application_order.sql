-- Lists of applications are read in order of creation.
CREATE INDEX applications_order ON applications (environment_id, created_at, id);
CREATE INDEX applications_of_organization
  ON applications (environment_id, organization_id, created_at, id);
