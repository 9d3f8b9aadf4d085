// PasswordSteps: what the operations that replace a password have in common. Internal to the
// module.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "model/password_policy.h"
#include "model/user.h"
#include "store/transaction.h"
#include "users/managed_user.h"
#include "users/users.h"
#include "verify/passwords.h"

namespace bearward::users {

// Standing is the state with which the new password is compared, read before the hashing.
struct Standing {
  model::PolicyLevel level = model::PolicyLevel::kMedium;
  std::string present;
  std::vector<std::string> remembered;  // the present one first
  bool change_required = false;         // User::password_change_required
  verify::AboutUser about;
};
base::Result<Standing> StandingOf(store::ReadTx& tx, const model::User& user);

// Owner names the user of a password; `user` is empty for a new one.
struct Owner {
  model::EnvironmentId environment;
  model::UserId user;
};

// PrepareHash does what precedes the transaction: it validates the password against the standing of
// its owner and hashes it.
base::Result<std::string> PrepareHash(verify::Passwords& passwords, const Standing& standing,
                                      const Owner& owner, const NewPassword& password);

// ReplacementHash is the hash of a new password. `change_required` is the new value of
// User::password_change_required, which is kept without one; a password that the user has chosen
// clears it.
struct ReplacementHash {
  std::string hash;
  std::optional<bool> change_required = {};
};

// ReplacePassword stores a hash with its event, and ends the sessions and the lock-out of the user.
// kConflict "password_moved" if the password has changed since the standing was read.
base::Status ReplacePassword(store::WriteTx& tx, ManagedUser managed, const Standing& standing,
                             const ReplacementHash& replacement);
// ReplaceOwnPassword does the same for a password that the user has chosen, who has proved to own
// its address or to know the present password; `by` is from mail::ByOwner.
base::Status ReplaceOwnPassword(store::WriteTx& tx, const model::User& user,
                                const Standing& standing, const std::string& hash,
                                const model::EventBy& by);

}  // namespace bearward::users
