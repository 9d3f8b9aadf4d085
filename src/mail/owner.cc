#include "mail/owner.h"

#include "base/precis.h"
#include "model/changes.h"
#include "model/session.h"
#include "store/users.h"

namespace bearward::mail {

base::Result<std::optional<model::User>> FindOwner(store::ReadTx& tx,
                                                   const model::EnvironmentId& environment,
                                                   const std::string& email) {
  BW_TRY_ASSIGN(auto found, store::FindUserByLogin(tx, environment, email));
  if (found && found->email_key != base::NameKey(email)) found.reset();
  return found;
}

model::EventBy ByOwner(const model::User& owner, const model::Origin& origin, base::Time now) {
  return {owner.environment,
          {.kind = std::string(base::Word(model::SubjectKind::kUser)),
           .id = owner.id.text,
           .origin = origin},
          now};
}

bool IsCodeOf(const model::EmailCode& code, const model::User& user) {
  return base::NameKey(code.email) == user.email_key;
}

base::Result<CheckedCode> CheckOwnCode(store::WriteTx& tx, model::EmailCodeKind kind,
                                       const model::User& user, const base::Secret& entered,
                                       const crypto::KeyRing& ring, base::Time now) {
  BW_TRY_ASSIGN(CheckedCode checked,
                CheckCode(tx, {user.environment, kind, user.id}, entered, ring, now));
  if (checked.check == CodeCheck::kRight && !IsCodeOf(*checked.row, user)) {
    checked.check = CodeCheck::kExpired;
  }
  return checked;
}

base::Result<model::User> UseOwnCode(store::WriteTx& tx, model::EmailCode code,
                                     const model::User& user, const model::EventBy& by) {
  BW_TRY(UseCode(tx, code, by.at()));
  return MarkVerified(tx, user, user.email, by);
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
