#include "users/found_user.h"

#include "store/users.h"
#include "verify/authority.h"

namespace bearward::users {

base::Error UserNotFound(std::string_view id_or_email) {
  base::Error error = base::NotFound("user_not_found", "No such user.");
  error.fields.emplace_back(id_or_email);
  return error;
}

base::Result<model::User> FindUserOf(store::ReadTx& tx, const model::Caller& caller,
                                     std::string_view user) {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  BW_TRY_ASSIGN(auto found,
                store::FindUser(tx, caller->environment, model::UserId{std::string(user)}));
  if (!found) return base::Fail(UserNotFound(user));
  return *std::move(found);
}

base::Status CheckIsUser(const model::Caller& caller) {
  if (caller->subject_kind == model::SubjectKind::kUser) return {};
  return base::Fail(base::Denied("not_a_user", "Only users have an account."));
}

base::Result<model::User> FindSelf(store::ReadTx& tx, const model::Caller& caller) {
  BW_TRY(CheckIsUser(caller));
  const model::UserId id{std::string(caller->subject_id)};
  BW_TRY_ASSIGN(auto found, store::FindUser(tx, caller->environment, id));
  if (!found) return base::Fail(verify::NoUser());
  return *std::move(found);
}

}  // namespace bearward::users
