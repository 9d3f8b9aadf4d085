#include "dialects/workos/routes.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "dialects/workos/authorization_resources.h"
#include "dialects/workos/contracts.h"
#include "dialects/workos/events.h"
#include "dialects/workos/limits.h"
#include "dialects/workos/memberships.h"
#include "dialects/workos/organizations.h"
#include "dialects/workos/passwordless.h"
#include "dialects/workos/sign_out.h"
#include "dialects/workos/users.h"
#include "dialects/workos/webhook_endpoints.h"
#include "dialects/workos/widget_token.h"
#include "door/session_cookie.h"
#include "json/writer.h"
#include "token/jwks.h"

namespace bearward::dialects::workos {
namespace {

using base::Result;
using door::Call;
using door::Outcome;
using door::Reply;

Result<Outcome> CreateClientToken(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY(body.RequireAll({"organization_id", "user_id"}));
  BW_TRY_ASSIGN(const auto organization, body.Text("organization_id"));
  BW_TRY_ASSIGN(const auto user, body.Text("user_id"));
  return door::Defer(
      uses.grant.ClientToken(call.caller(), model::OrganizationId{organization.value_or("")},
                             model::UserId{user.value_or("")}),
      EncodeToken);
}

Result<Reply> ReadJwks(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const model::EnvironmentId asked, call.environment());
  BW_TRY_ASSIGN(const model::Environment environment,
                uses.environments.OfClient(asked, call.Param("client_id")));
  BW_TRY_ASSIGN(const auto keys, uses.keys.Published(environment.id, "workos."));
  if (keys.empty()) BW_TRY(uses.keys.last_rotation());
  Reply reply = door::JsonReply(200, token::WriteJwks(keys));
  // Cached for minutes only: a scheduled key is published days before its first use, but an
  // emergency key is used at once.
  reply.headers.Add("Cache-Control", "public, max-age=300");
  return reply;
}

door::Guard EnvironmentKey() {
  door::Guard guard;
  guard.accepted = door::kForms<door::kBearer>;
  guard.kinds = verify::KindBit(model::CredentialKind::kApiKey);
  guard.need = model::Need::All({"client_tokens:create"});
  return guard;
}

// Management rows also serve the console. A vendor's token is for one purpose only, so it is
// refused.
door::Guard Management() { return door::WithSessionCookie(EnvironmentKey()); }

}  // namespace

std::vector<door::Route> Routes(const Uses& uses, const door::Dialect& dialect) {
  using enum http::Method;
  std::vector<door::Route> routes = {
      {kPost, "/client/token", EnvironmentKey(), door::RunOn::kWorker,
       door::Bind(uses, CreateClientToken), "workos.create_client_token",
       "Create a client token for a user in an organization", &kClientToken, &dialect},
      {kGet, "/sso/jwks/{client_id}", door::OpenGuard(), door::RunOn::kWorker,
       door::Bind(uses, ReadJwks), "workos.jwks", "The keys that verify an environment's tokens",
       &kJwks, &dialect},
  };
  for (door::Route& route : routes) route.cross_origin = route.pattern.starts_with("/client/");
  routes.push_back(SignOutRoute(uses.grant, dialect));
  routes.push_back(WidgetTokenRoute(uses.grant, EnvironmentKey(), dialect));
  const door::Mount mount{.dialect = dialect,
                          .guard = Management(),
                          .schema_prefix = "WorkOS",
                          .errors = kInvalidErrors};
  for (auto part :
       {OrganizationRoutes(uses.organizations, uses.domains, mount),
        UserRoutes(uses.users, uses.grant, mount), MembershipRoutes(uses.memberships, mount),
        EmailCodeRoutes(uses.email_codes, mount), PasswordlessRoutes(uses.links, mount),
        InvitationRoutes(uses.invitations, mount), AccessRoutes(uses.access, mount),
        GroupRoutes(uses.groups, mount), GroupMemberRoutes(uses.memberships, uses.groups, mount),
        AuthorizationResourceRoutes(uses.checks.resources, uses.resources_by_external_id, mount),
        RoleAssignmentRoutes(uses.assignments, mount), AccessCheckRoutes(uses.checks, mount),
        ResourceMemberRoutes(uses.memberships, uses.checks.checks, mount),
        FeatureFlagRoutes(uses.flags, mount), AuditLogRoutes(uses.audit_logs, mount),
        SignInSettingRoutes(uses.sign_in, mount), ApiKeyRoutes(uses.api_keys, mount),
        EventRoutes(uses.events, mount), WebhookEndpointRoutes(uses.webhook_endpoints, mount)}) {
    std::ranges::move(part, std::back_inserter(routes));
  }
  SetLimits(routes);
  return routes;
}

}  // namespace bearward::dialects::workos
