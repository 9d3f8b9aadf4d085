-- The list of the subscribers of one organization.
CREATE INDEX webhook_subscribers_organization
  ON webhook_subscribers (environment_id, organization_id, created_at, id);
