#include "users/address_owner.h"

#include <memory>

#include "mail/owner.h"

namespace bearward::users {

base::Result<model::User> FindOrMakeOwner(store::WriteTx& tx, const Users& users,
                                          const resource::Context& context,
                                          const std::string& email) {
  BW_TRY_ASSIGN(auto owner, mail::FindOwner(tx, context.caller->environment, email));
  if (owner) return *std::move(owner);
  const auto fresh = std::make_shared<model::User>();
  fresh->email = email;
  BW_TRY_ASSIGN(const auto made, users.CreateIn(tx, context, fresh));
  return *static_cast<const model::User*>(made.get());
}

}  // namespace bearward::users
