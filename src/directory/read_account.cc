#include "directory/directory.h"
#include "store/organizations.h"
#include "store/users.h"

namespace bearward::directory {
namespace {

base::Result<Account> Read(store::ReadTx& tx, const model::Principal& principal) {
  BW_TRY_ASSIGN(auto user, store::FindUser(tx, principal.environment,
                                           model::UserId{std::string(principal.subject_id)}));
  BW_TRY_ASSIGN(auto organization,
                store::FindOrganization(tx, principal.environment, principal.organization));
  if (!user || !organization) {
    return base::Fail(base::NotFound("account_not_found", "No such account."));
  }
  return Account{.user = *std::move(user), .organization = *std::move(organization)};
}

}  // namespace

base::Result<Account> Directory::ReadAccount(const model::Caller& caller) {
  if (caller->subject_kind != model::SubjectKind::kUser) {
    return base::Fail(base::Denied("not_a_user", "Only users have an account."));
  }
  return parts_.store.Read([&](store::ReadTx& tx) { return Read(tx, caller.principal()); });
}

}  // namespace bearward::directory
