-- Lists of the domains of a whole environment are read in order of creation.
CREATE INDEX organization_domains_of_environment
  ON organization_domains (environment_id, created_at, id);
