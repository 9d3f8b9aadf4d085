// Users: the people of an environment: creates, changes and deletes them, activates and deactivates
// them, and replaces their passwords.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/password_import.h"
#include "model/caller.h"
#include "model/organization.h"
#include "model/user.h"
#include "resource/verbs.h"
#include "store/sessions.h"
#include "store/store.h"
#include "token/claims.h"
#include "verify/passwords.h"

namespace bearward::users {

// Account is the data that a signed-in user may read about itself.
struct Account {
  model::User user;
  model::Organization organization;
};

// PasswordChange is a new password. `present` is required if the caller is the user itself; a wrong
// one counts against the throttle of the caller's address.
struct PasswordChange {
  base::Secret password;
  base::Secret present = {};
  verify::PasswordEntry entry = verify::PasswordEntry::kProduct;
  // change_required is the new value of User::password_change_required, which is kept without one.
  // Only for another user, because a password that the caller chooses for itself clears it.
  std::optional<bool> change_required = {};
};

// NewPassword is the password of a user that a caller for the environment creates or changes: its
// text, or a hash of another product.
struct NewPassword {
  base::Secret text = {};
  std::string hash = {};
  std::optional<crypto::PasswordHashType> hash_type = {};
  std::optional<crypto::SaltPosition> salt_position = {};
  // about are texts about the user that the same request sets.
  verify::AboutUser about = {};
  verify::PasswordEntry entry = verify::PasswordEntry::kProduct;
  // change_required is as in PasswordChange; false for a password that the user has chosen.
  std::optional<bool> change_required = {};
};

// UserState is a user as administrators see it: `failures` is the number of wrong passwords since
// the last right one, `locked_until` is set while these lock the user out.
struct UserState {
  model::User user;
  std::int64_t failures = 0;
  std::optional<base::Time> locked_until;
};

// Users is safe from any thread. Only a caller that acts for the environment uses the verbs of the
// resource; an email of another user is kExists "user_creation_error" in a creation,
// "email_not_available" in a change. Deleting a user ends its sessions and deletes its keys and
// memberships.
//
// The other operations: an operation on another user needs the permission "users:manage"
// in the caller's organization, or the environment's key, and a caller with at least the rights of
// the user (verify/authority.h): kDenied "missing_permission", "exceeds_own_permissions". What the
// caller may not see is kNotFound. Deactivating a user revokes its tokens permanently: no earlier
// token is valid after it is activated again (incident class B4).
class Users : public resource::VerbsOf<model::User> {
 public:
  struct Parts {
    store::Store& store;
    verify::Passwords& passwords;
    const base::Clock& clock;
    base::Entropy& entropy;
  };
  explicit Users(const Parts& parts);

  // ReadAccount returns the caller's own user and organization; kDenied "not_a_user" for machines.
  base::Result<Account> ReadAccount(const model::Caller& caller);

  // Resolve returns the id of a user of the caller's environment by id, username or email. It does
  // not authorize: the operation that follows does. A text that matches nothing is returned as the
  // id, so that the operation answers as for any unknown id.
  base::Result<model::UserId> Resolve(const model::Caller& caller, std::string_view id_or_login);

  // Read returns a user with its lock-out. A user at its home reads itself without a permission.
  base::Result<UserState> Read(const model::Caller& caller, const model::UserId& user);

  // SetActive activates or deactivates a user. Deactivating ends all its sessions and refuses its
  // keys at once. Activating also ends a lock-out.
  base::Status SetActive(const model::Caller& caller, const model::UserId& user, bool active);
  // Unlock ends a lock-out by failed sign-ins; does nothing if the user is not locked.
  base::Status Unlock(const model::Caller& caller, const model::UserId& user);
  // SetPassword replaces a password under the strictest policy of the user's organizations:
  // kInvalid "password_reused" or a reason of verify::CheckNewPassword; kLimited "too_many_changes"
  // (verify::Passwords::AdmitChange). All sessions of the user end, and so does a lock-out. A user
  // changes its own password with the present one, by a session at its home: kInvalid
  // "missing_field", kDenied "wrong_password", and the throttle and lock-out of a sign-in. A
  // password that expires is not replaced by itself. Blocks for the time of up to seven hashes.
  base::Status SetPassword(const model::Caller& caller, const model::UserId& user,
                           const PasswordChange& change);
  // CreatePassword sets the first password of the caller, a user at its home, as SetPassword does.
  // `check` runs on the user before the hashing and again in the transaction of the change; its
  // errors are returned. kConflict "password_exists" if the user has one.
  using UserCheck = std::function<base::Status(store::ReadTx& tx, const model::User& user)>;
  base::Status CreatePassword(const model::Caller& caller, const base::Secret& password,
                              const UserCheck& check);
  // WithPassword returns what Create (with an empty `user`) or Update must write in addition, so
  // that the user has this password. Errors as for SetPassword, those of
  // crypto::ImportPasswordHash, and kDenied "refused_in_masquerade" for Update: the password would
  // outlive the masquerade. Blocks in the same way.
  base::Result<Also> WithPassword(const model::Caller& caller, std::string_view user,
                                  const NewPassword& password) const;
  // PrepareOwn prepares a password that a user chooses while it signs in: the result is what the
  // write of the sign-in must do. Errors as for SetPassword; blocks in the same way.
  using OwnPassword = std::function<base::Status(store::WriteTx& tx, const model::User& user,
                                                 const model::EventBy& by)>;
  base::Result<OwnPassword> PrepareOwn(const model::User& user, const base::Secret& password) const;
  // MinimumLength returns the number of characters that a new password of the user needs.
  base::Result<std::size_t> MinimumLength(const model::User& user) const;
  // MinimumStrength returns the score that a user needs for a new password under a policy.
  int MinimumStrength(const model::PasswordPolicy& policy) const {
    const int score = parts_.passwords.minimum().For(verify::PasswordEntry::kProduct);
    return policy.has_minimum_strength ? score : 0;
  }
  // ReadSubject returns the user of a session that was just opened or refreshed, for the response.
  base::Result<model::User> ReadSubject(const token::Subject& subject) const;
  // ListSessions returns a page of the live sessions of a user: all of them to a caller that acts
  // for the environment, otherwise those in the organization of the caller. A user lists its own;
  // those of another member need "sessions:manage". kDenied "missing_permission", kNotFound
  // "user_not_found".
  base::Result<store::SessionPage> ListSessions(const model::Caller& caller, std::string_view user,
                                                const store::PageRequest& page) const;

 private:
  base::Status CheckPresent(const model::Caller& caller, const model::UserId& id,
                            const PasswordChange& change);

  Parts parts_;
};

}  // namespace bearward::users
