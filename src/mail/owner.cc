#include "mail/owner.h"

#include "base/precis.h"
#include "model/changes.h"
#include "store/users.h"

namespace bearward::mail {

base::Result<std::optional<model::User>> FindOwner(store::ReadTx& tx,
                                                   const model::EnvironmentId& environment,
                                                   const std::string& email) {
  BW_TRY_ASSIGN(auto found, store::FindUserByLogin(tx, environment, email));
  if (found && found->email_key != base::NameKey(email)) found.reset();
  return found;
}

bool IsCodeOf(const model::EmailCode& code, const model::User& user) {
  return base::NameKey(code.email) == user.email_key;
}

model::User AsVerified(const model::User& before, const std::string& email, base::Time now) {
  model::User user = before;
  if (email == before.email && before.email_verified) return user;
  user.email = email;
  user.email_verified = true;
  user.updated_at = now;
  return user;
}

base::Result<model::User> MarkVerified(store::WriteTx& tx, const model::User& before,
                                       const std::string& email, const model::EventBy& by) {
  if (email == before.email && before.email_verified) return before;
  model::User user = AsVerified(before, email, by.at());
  BW_TRY(store::UpdateUser(tx, user));
  BW_TRY(tx.Append(by.Make(model::EventType::kUserUpdated, user.id.text, std::nullopt,
                           model::Changes::Between(before, user).Json())));
  return user;
}

}  // namespace bearward::mail
