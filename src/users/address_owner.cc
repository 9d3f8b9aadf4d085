#include "users/address_owner.h"

#include <memory>
#include <optional>

#include "mail/owner.h"
#include "model/changes.h"
#include "store/users.h"

namespace bearward::users {

model::User NewOwner(const model::EnvironmentId& environment, const std::string& email,
                     base::Time now, base::Entropy& entropy) {
  model::User user;
  user.environment = environment;
  user.id = model::NewId<model::UserId>("user", now, entropy);
  user.email = email;
  user.password_changed_at = user.created_at = user.updated_at = now;
  return user;
}

base::Status InsertOwner(store::WriteTx& tx, model::User& user, const model::EventBy& by) {
  BW_TRY_ASSIGN(user.number, store::NextUserNumber(tx, user.environment));
  BW_TRY(store::InsertUser(tx, user));
  return tx.Append(by.Make(model::EventType::kUserCreated, user.id.text, std::nullopt,
                           model::Changes::Created(user).Json()));
}

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
