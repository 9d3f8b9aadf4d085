#include <algorithm>
#include <functional>
#include <utility>

#include "base/invalid.h"
#include "grant/grant.h"
#include "model/permission.h"
#include "sessions/access_claims.h"
#include "sessions/sessions.h"
#include "store/memberships.h"
#include "store/organizations.h"
#include "store/users.h"
#include "verify/subject.h"

namespace bearward::grant {
namespace {

base::Error Missing(std::string reason, std::string text, std::string id) {
  base::Error error = base::NotFound(std::move(reason), std::move(text));
  error.fields.push_back(std::move(id));
  return error;
}

base::Result<token::Subject> LoadInOrganization(store::ReadTx& tx,
                                                const model::EnvironmentId& environment,
                                                const model::UserId& user,
                                                const model::OrganizationId& organization) {
  BW_TRY_ASSIGN(const auto found, store::FindOrganization(tx, environment, organization));
  if (!found) {
    return base::Fail(
        Missing("organization_not_found", "No such organization.", organization.text));
  }
  BW_TRY_ASSIGN(const auto membership,
                store::FindActiveMembership(tx, environment, user, organization));
  if (!membership) {
    return base::Fail(
        base::Invalid("membership_required", "The user is not a member of the organization."));
  }
  if (!found->enabled) {
    return base::Fail(base::Denied("organization_disabled", "The organization is disabled."));
  }
  return verify::LoadUserSubject(tx, environment, user, organization);
}

// LoadUser returns a user in an organization, or in none. The environment's key sees everything in
// its environment, so each error may state the cause.
base::Result<token::Subject> LoadUser(store::ReadTx& tx, const model::EnvironmentId& environment,
                                      const std::optional<model::OrganizationId>& organization,
                                      const model::UserId& user) {
  BW_TRY_ASSIGN(const auto found, store::FindUser(tx, environment, user));
  if (!found) return base::Fail(Missing("user_not_found", "No such user.", user.text));
  if (!found->active) return base::Fail(base::Denied("user_inactive", "The user is inactive."));
  if (!organization) return verify::LoadUserSubject(tx, environment, user, {});
  return LoadInOrganization(tx, environment, user, *organization);
}

base::Status CheckScopes(const WidgetTokenRequest& request) {
  for (const std::string& scope : request.scopes) {
    const bool known =
        scope.starts_with("widgets:") &&
        std::ranges::find(model::kSystemPermissions, scope, &model::SystemPermission::slug) !=
            model::kSystemPermissions.end();
    if (known) continue;
    return base::Fail(base::Invalid("invalid_widget_scope",
                                    "scopes must be a list of widgets:*:manage permissions, such "
                                    "as widgets:users-table:manage",
                                    {"scopes"}));
  }
  if (request.scopes.empty() || request.organization) return {};
  return base::Fail(base::Invalid("scopes_without_organization",
                                  "`scopes` are permissions in an organization: send "
                                  "`organization_id` as well."));
}

}  // namespace

// Opening is the profile and the bounds of a token that a key of the environment requests for a
// user. `load` returns the subject, before the token is made and again in the write.
struct Grant::Opening {
  std::string_view profile;
  std::function<base::Result<token::Subject>(store::ReadTx& tx)> load;
  std::optional<std::vector<std::string>> scopes = {};
};

base::Result<store::Pending<Granted>> Grant::OpenFor(const model::Caller& caller,
                                                     const Opening& opening) {
  // An operator who acts for the environment has no key of it.
  if (caller->subject_kind != model::SubjectKind::kEnvironment || caller->impersonator) {
    return base::Fail(base::Denied("not_an_environment_key",
                                   "This operation requires an API key of the environment."));
  }
  BW_TRY_ASSIGN(auto subject,
                parts_.store.Read([&](store::ReadTx& tx) -> base::Result<token::Subject> {
                  BW_TRY_ASSIGN(auto loaded, opening.load(tx));
                  BW_TRY(sessions::LoadAccessClaims(tx, opening.profile, loaded));
                  return loaded;
                }));
  token::Terms terms{.issuer = parts_.issuer.issuer(), .bounds = {}, .refresh = false};
  if (opening.scopes) {
    verify::LimitToScopes(*opening.scopes, subject.principal);
    terms.bounds.scopes = subject.principal.permissions.texts();
  }
  BW_TRY_ASSIGN(auto issued, parts_.issuer.Open(subject, opening.profile, terms));
  const model::EventBy by(caller, issued.session.created_at);
  auto write = [load = opening.load, issued, by](store::WriteTx& tx) -> base::Status {
    BW_TRY(load(tx));
    return sessions::Open(tx, issued, by);
  };
  return store::Pend(parts_.store, Granted{std::move(issued), std::move(subject)},
                     std::move(write));
}

base::Result<store::Pending<Granted>> Grant::ClientToken(const model::Caller& caller,
                                                         const model::OrganizationId& organization,
                                                         const model::UserId& user) {
  return OpenFor(caller, {.profile = token::kWorkOsClient,
                          .load = [environment = model::EnvironmentId(caller->environment),
                                   organization, user](store::ReadTx& tx) {
                            return LoadUser(tx, environment, organization, user);
                          }});
}

base::Result<store::Pending<Granted>> Grant::WidgetToken(const model::Caller& caller,
                                                         const WidgetTokenRequest& request) {
  BW_TRY(CheckScopes(request));
  return OpenFor(
      caller,
      {.profile = token::kWorkOsWidget,
       .load =
           [environment = model::EnvironmentId(caller->environment), request](store::ReadTx& tx) {
             return LoadUser(tx, environment, request.organization, request.user);
           },
       .scopes = request.scopes});
}

}  // namespace bearward::grant
