// WorkOS's routes: client tokens, the public keys that verify them, and management.
#pragma once

#include <vector>

#include "dialects/workos/access.h"
#include "dialects/workos/access_checks.h"
#include "dialects/workos/api_keys.h"
#include "dialects/workos/audit_logs.h"
#include "dialects/workos/email_codes.h"
#include "dialects/workos/feature_flags.h"
#include "dialects/workos/groups.h"
#include "dialects/workos/invitations.h"
#include "dialects/workos/role_assignments.h"
#include "dialects/workos/sign_in_settings.h"
#include "door/route.h"
#include "environments/environments.h"
#include "events/events.h"
#include "grant/grant.h"
#include "organizations/organizations.h"
#include "token/keys.h"
#include "users/memberships.h"
#include "users/sign_in_links.h"
#include "users/users.h"
#include "webhooks/endpoints.h"

namespace bearward::dialects::workos {

// Uses are the dependencies of the routes; all of them must outlive the routes.
struct Uses {
  grant::Grant& grant;
  environments::Environments& environments;
  token::Keys& keys;
  const organizations::Organizations& organizations;
  const organizations::Domains& domains;
  const users::Users& users;
  const users::Memberships& memberships;
  EmailCodeUses email_codes;
  const users::SignInLinks& links;
  InvitationUses invitations;
  AccessUses access;
  const access::Groups& groups;
  const access::AuthorizationResources& resources_by_external_id;
  AssignmentUses assignments;
  CheckUses checks;
  const feature_flags::Flags& flags;
  AuditLogUses audit_logs;
  SignInSettings sign_in;
  ApiKeyUses api_keys;
  const events::Events& events;
  const webhooks::Endpoints& webhook_endpoints;
};

// Routes returns the dialect's routes; `dialect` must outlive them.
std::vector<door::Route> Routes(const Uses& uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::workos
