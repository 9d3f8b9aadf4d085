#include "base/precis.h"
#include "provision/applying.h"
#include "store/users.h"

namespace bearward::provision {
namespace {

bool IsSameName(std::string_view a, std::string_view b) {
  return base::NameKey(a) == base::NameKey(b);
}

}  // namespace

base::Result<std::optional<model::User>> MatchUser(store::ReadTx& tx,
                                                   const model::EnvironmentId& environment,
                                                   const UserEntry& entry) {
  if (!entry.id.empty()) return store::FindUser(tx, environment, model::UserId{entry.id});
  if (!entry.username.empty()) {
    BW_TRY_ASSIGN(auto found, store::FindUserByLogin(tx, environment, entry.username));
    if (found && IsSameName(found->username, entry.username)) return found;
  }
  if (entry.email.empty()) return std::nullopt;
  BW_TRY_ASSIGN(auto found, store::FindUserByLogin(tx, environment, entry.email));
  if (!found || !IsSameName(found->email, entry.email)) return std::nullopt;
  // A user with another username is a different person, and an equal email must not assign that
  // account to the entry. The insertion then fails, because the email exists already.
  if (!entry.username.empty() && !found->username.empty()) return std::nullopt;
  return found;
}

}  // namespace bearward::provision
