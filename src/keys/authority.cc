#include "keys/authority.h"

#include <utility>

#include "store/api_keys.h"
#include "store/applications.h"
#include "store/memberships.h"
#include "store/roles.h"
#include "store/users.h"

namespace bearward::keys {
namespace {

bool IsEnvironment(const model::Principal& principal) {
  return principal.subject_kind == model::SubjectKind::kEnvironment;
}

bool IsSelf(const model::Principal& principal, const model::UserId& user) {
  return principal.subject_kind == model::SubjectKind::kUser && principal.subject_id == user.text;
}

}  // namespace

base::Result<std::optional<model::OrganizationId>> HomeOf(store::ReadTx& tx,
                                                          const model::Principal& principal,
                                                          const model::UserId& user) {
  BW_TRY_ASSIGN(const auto found, store::FindUser(tx, principal.environment, user));
  BW_TRY_ASSIGN(const auto memberships, store::ListMemberships(tx, principal.environment, user));
  std::optional<model::OrganizationId> home;
  if (!memberships.empty()) home = memberships.front().organization;
  const bool may = IsEnvironment(principal) ||
                   (home == principal.organization &&
                    (IsSelf(principal, user) || HasPermission(principal, "keys:manage")));
  if (!found || !may) return base::Fail(base::NotFound("user_not_found", "No such user."));
  return home;
}

base::Status CheckMayActAs(store::ReadTx& tx, const model::Principal& principal,
                           const model::UserId& user) {
  if (IsSelf(principal, user)) return {};
  BW_TRY_ASSIGN(const auto theirs, store::PermissionsOfUser(tx, principal.environment, user));
  return model::CheckHoldsAll(principal, theirs);
}

base::Status CheckMaySetLimits(const model::Principal& principal) {
  if (IsEnvironment(principal) || HasPermission(principal, "keys:manage")) return {};
  return base::Fail(base::Denied("missing_permission", "This needs the permission keys:manage."));
}

base::Result<HandledKey> FindHandledKey(store::ReadTx& tx, const model::Principal& principal,
                                        const model::ApiKeyId& key) {
  const auto missing = [] { return base::Fail(base::NotFound("key_not_found", "No such key.")); };
  BW_TRY_ASSIGN(auto found, store::FindApiKey(tx, principal.environment, key));
  if (!found || found->revoked_at) return missing();
  if (!found->user) {
    if (!IsEnvironment(principal)) return missing();
    return HandledKey{std::move(*found), std::nullopt};
  }
  auto home = HomeOf(tx, principal, *found->user);
  if (!home && home.error().code == base::Code::kNotFound) return missing();
  BW_TRY(home);
  return HandledKey{std::move(*found), std::move(*home)};
}

base::Result<model::Application> FindHandledApplication(store::ReadTx& tx,
                                                        const model::Principal& principal,
                                                        const model::ApplicationId& application) {
  BW_TRY_ASSIGN(auto found, store::FindApplication(tx, principal.environment, application));
  const bool may =
      found && (IsEnvironment(principal) || (found->organization == principal.organization &&
                                             HasPermission(principal, "applications:manage")));
  if (!may) return base::Fail(base::NotFound("application_not_found", "No such application."));
  return std::move(*found);
}

}  // namespace bearward::keys
