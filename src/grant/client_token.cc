#include <utility>

#include "grant/grant.h"
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

// LoadMember returns a member of an organization. The environment's key sees everything in its
// environment, so each error may state the cause.
base::Result<token::Subject> LoadMember(store::ReadTx& tx, const model::EnvironmentId& environment,
                                        const model::OrganizationId& organization,
                                        const model::UserId& user) {
  BW_TRY_ASSIGN(const auto found_user, store::FindUser(tx, environment, user));
  if (!found_user) return base::Fail(Missing("user_not_found", "No such user.", user.text));
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
  if (!found_user->active) {
    return base::Fail(base::Denied("user_inactive", "The user is inactive."));
  }
  if (!found->enabled) {
    return base::Fail(base::Denied("organization_disabled", "The organization is disabled."));
  }
  return verify::LoadUserSubject(tx, environment, user, organization);
}

}  // namespace

base::Result<store::Pending<Granted>> Grant::ClientToken(const model::Caller& caller,
                                                         const model::OrganizationId& organization,
                                                         const model::UserId& user) {
  if (caller->subject_kind != model::SubjectKind::kEnvironment) {
    return base::Fail(base::Denied("not_an_environment_key",
                                   "This operation requires an API key of the environment."));
  }
  const auto load = [environment = model::EnvironmentId(caller->environment), organization,
                     user](store::ReadTx& tx) {
    return LoadMember(tx, environment, organization, user);
  };
  BW_TRY_ASSIGN(auto subject,
                parts_.store.Read([&](store::ReadTx& tx) -> base::Result<token::Subject> {
                  BW_TRY_ASSIGN(auto loaded, load(tx));
                  BW_TRY(sessions::LoadAccessClaims(tx, token::kWorkOsClient, loaded));
                  return loaded;
                }));
  const token::Terms terms{.issuer = parts_.issuer.issuer(), .bounds = {}, .refresh = false};
  BW_TRY_ASSIGN(auto issued, parts_.issuer.Open(subject, token::kWorkOsClient, terms));
  const model::EventBy by(caller, issued.session.created_at);
  auto write = [load, issued, by](store::WriteTx& tx) -> base::Status {
    BW_TRY(load(tx));
    return sessions::Open(tx, issued, by);
  };
  return store::Pend(parts_.store, Granted{std::move(issued), std::move(subject)},
                     std::move(write));
}

}  // namespace bearward::grant
