#include "users/managed_user.h"

#include <utility>

namespace bearward::users {

base::Result<ManagedUser> FindManagedUser(store::ReadTx& tx, const model::Caller& caller,
                                          const model::UserId& user, const verify::Act& act,
                                          base::Time now) {
  BW_TRY_ASSIGN(auto acted_on, verify::AuthorizeUser(tx, caller.principal(), user, act));
  return ManagedUser{.user = std::move(acted_on.user),
                     .ending = {.by = model::EventBy(caller, now),
                                .organization = std::move(acted_on.home),
                                .subject_id = user.text}};
}

}  // namespace bearward::users
