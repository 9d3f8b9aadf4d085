// Resources: the modules whose operations are the verbs of described resources (model/records.h).
#pragma once

#include "access/access_checks.h"
#include "access/authorization_resources.h"
#include "access/group_role_assignments.h"
#include "access/groups.h"
#include "access/permissions.h"
#include "access/role_assignments.h"
#include "access/roles.h"
#include "applications/access_profiles.h"
#include "applications/applications.h"
#include "crypto/key_ring.h"
#include "environments/brandings.h"
#include "environments/jwt_templates.h"
#include "environments/sign_in_settings.h"
#include "feature_flags/flags.h"
#include "keys/organization_keys.h"
#include "mail/outbox.h"
#include "organizations/domains.h"
#include "organizations/organizations.h"
#include "policies/policies.h"
#include "resource/verbs.h"
#include "users/invitations.h"
#include "users/member_invitations.h"
#include "users/memberships.h"
#include "users/organization_members.h"
#include "users/own_account.h"

namespace bearward::app {

// Resources constructs one of each; a member may use those above it. A new resource is one line.
// Not movable, because members refer to each other.
struct Resources {
  Resources(const resource::Parts& given, const crypto::KeyRing& key_ring,
            const mail::Outbox& mails)
      : parts(given), ring(key_ring), outbox(mails) {}
  Resources(const Resources&) = delete;
  Resources& operator=(const Resources&) = delete;

  const resource::Parts parts;
  const crypto::KeyRing& ring;
  const mail::Outbox& outbox;
  users::Memberships memberships{parts};
  users::Invitations invitations{parts, ring, memberships, outbox};
  users::MemberInvitations member_invitations{parts, ring, memberships, outbox};
  users::OrganizationMembers members{parts.store, memberships};
  users::OwnAccount own_account{parts.store, parts.clock};
  organizations::Domains domains{parts};
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
  feature_flags::Flags flags{parts};
  environments::RedirectUris redirect_uris{parts};
  environments::CorsOrigins cors_origins{parts};
  environments::JwtTemplates jwt_templates{parts};
  environments::Brandings brandings{parts};
  applications::AccessProfiles access_profiles{parts};
  applications::Applications applications{parts};
  policies::Policies policies{parts};
  keys::OrganizationKeys organization_keys{parts};
};

}  // namespace bearward::app
