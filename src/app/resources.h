// Resources: the modules whose operations are the verbs of described resources (model/records.h).
#pragma once

#include "access/access_checks.h"
#include "access/authorization_resources.h"
#include "access/group_role_assignments.h"
#include "access/groups.h"
#include "access/permissions.h"
#include "access/role_assignments.h"
#include "access/roles.h"
#include "access/user_access.h"
#include "administrators/administrators.h"
#include "app/audiences.h"
#include "applications/access_profiles.h"
#include "applications/applications.h"
#include "audit_logs/actions.h"
#include "audit_logs/events.h"
#include "audit_logs/exports.h"
#include "audit_logs/ingestion.h"
#include "crypto/key_ring.h"
#include "dialects/workos/event_names.h"
#include "dialects/workos/event_shapes.h"
#include "egress/address_policy.h"
#include "egress/txt_lookup.h"
#include "environments/brandings.h"
#include "environments/jwt_templates.h"
#include "environments/sign_in_settings.h"
#include "feature_flags/flags.h"
#include "keys/organization_keys.h"
#include "log_streams/streams.h"
#include "mail/email_log.h"
#include "mail/outbox.h"
#include "organizations/domains.h"
#include "organizations/organizations.h"
#include "partner_data/co_sell.h"
#include "partner_data/integrations.h"
#include "partner_data/loads.h"
#include "partner_data/marketplace.h"
#include "partner_data/overview.h"
#include "partner_data/reports.h"
#include "partner_data/views.h"
#include "policies/policies.h"
#include "resource/verbs.h"
#include "users/company_users.h"
#include "users/invitations.h"
#include "users/member_invitations.h"
#include "users/memberships.h"
#include "users/organization_members.h"
#include "users/own_account.h"
#include "webhooks/deliveries.h"
#include "webhooks/endpoints.h"
#include "webhooks/subscribers.h"

namespace bearward::app {

// Reach states what resources may use outside of this program. `nameserver` is that of TxtLookup.
struct Reach {
  egress::AddressPolicy receivers;
  std::optional<egress::Nameserver> nameserver;
  bool may_write_files;
};

// Resources constructs one of each; a member may use those above it. A new resource is one line.
// Not movable, because members refer to each other.
struct Resources {
  Resources(const resource::Parts& given, const crypto::KeyRing& key_ring,
            const mail::Outbox& mails, const Reach& reach)
      : parts(given),
        ring(key_ring),
        outbox(mails),
        policy(reach.receivers),
        txt_lookup(reach.nameserver),
        log_streams{parts, {ring, policy, reach.may_write_files}} {}
  Resources(const Resources&) = delete;
  Resources& operator=(const Resources&) = delete;

  const resource::Parts parts;
  const crypto::KeyRing& ring;
  const mail::Outbox& outbox;
  const egress::AddressPolicy policy;
  const egress::TxtLookup txt_lookup;
  users::Memberships memberships{parts};
  users::MemberInvitations member_invitations{parts, ring, memberships, outbox};
  users::Invitations invitations{parts, ring, memberships, outbox, member_invitations};
  users::OrganizationMembers members{parts.store, memberships};
  users::CompanyUsers company_users{parts, memberships};
  users::OwnAccount own_account{parts.store, parts.clock};
  organizations::Domains domains{parts,
                                 [this](const std::string& name) { return txt_lookup.Find(name); }};
  organizations::Organizations organizations{parts, domains};
  access::Permissions permissions{parts};
  access::Roles roles{parts};
  access::OrganizationRoles organization_roles{parts, roles};
  access::Groups groups{parts};
  access::AuthorizationResources authorization_resources{model::kAuthorizationResource, parts};
  access::AuthorizationResources resources_by_external_id{model::kResourceByExternalId, parts};
  access::RoleAssignments role_assignments{parts, memberships};
  access::GroupRoleAssignments group_role_assignments{parts};
  access::AccessChecks access_checks{parts};
  access::UserAccess user_access{parts.store};
  feature_flags::Flags flags{parts};
  audit_logs::Actions audit_log_actions{parts};
  audit_logs::Ingestion audit_log_ingestion{parts};
  audit_logs::Exports audit_log_exports{parts, ring};
  audit_logs::Exports member_audit_log_exports{parts, ring, audit_logs::kReadEvents};
  audit_logs::Events audit_log_events{parts};
  audit_logs::Events member_audit_log_events{parts, audit_logs::kReadEvents};
  environments::RedirectUris redirect_uris{parts};
  environments::CorsOrigins cors_origins{parts};
  environments::JwtTemplates jwt_templates{parts};
  environments::Brandings brandings{parts};
  applications::AccessProfiles access_profiles{parts};
  applications::Applications applications{parts};
  policies::Policies policies{parts};
  administrators::Administrators administrators{{parts.store, parts.clock}};
  partner_data::Reports reports{{parts.store, parts.clock}};
  partner_data::Views views{{parts.store, parts.clock, parts.entropy}};
  partner_data::Loads loads{{parts.store, parts.clock, parts.entropy}};
  partner_data::Marketplace marketplace{{parts.store, parts.clock, parts.entropy}};
  partner_data::CoSell co_sell{{parts.store, parts.clock}};
  partner_data::Overview partner_overview{parts.store};
  partner_data::Integrations integrations{parts.store};
  keys::OrganizationKeys organization_keys{parts};
  webhooks::Endpoints webhook_endpoints{parts, {ring, policy, dialects::workos::kEventNames}};
  webhooks::Subscribers webhook_subscribers{parts, ring, policy};
  webhooks::Deliveries webhook_deliveries{parts,
                                          webhook_endpoints,
                                          webhook_subscribers,
                                          {&dialects::workos::MakeTestEvent, MakeAudiences()}};
  mail::EmailLog emails{parts};
  log_streams::Streams log_streams;
};

}  // namespace bearward::app
