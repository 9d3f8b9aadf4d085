-- The list of organizations by their domains, and the organization of a customer of Stripe.
CREATE INDEX organization_domains_by_domain
  ON organization_domains (environment_id, domain, organization_id);
CREATE INDEX organizations_by_stripe_customer ON organizations (environment_id, stripe_customer_id)
  WHERE stripe_customer_id IS NOT NULL;
