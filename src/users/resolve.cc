#include "store/users.h"
#include "users/users.h"

namespace bearward::users {

base::Result<model::UserId> Users::Resolve(const model::Caller& caller,
                                           std::string_view id_or_login) {
  const std::string text(id_or_login);
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<model::UserId> {
    BW_TRY_ASSIGN(auto found, store::FindUser(tx, caller->environment, {text}));
    if (!found) {
      BW_TRY_ASSIGN(found, store::FindUserByLogin(tx, caller->environment, text));
    }
    return found ? found->id : model::UserId{text};
  });
}

}  // namespace bearward::users
