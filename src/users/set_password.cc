#include <algorithm>
#include <iterator>

#include "crypto/password.h"
#include "model/changes.h"
#include "store/users.h"
#include "users/managed_user.h"
#include "users/users.h"
#include "verify/lockout.h"
#include "verify/strictest_policy.h"

namespace bearward::users {
namespace {

// Standing is the state with which the new password is compared, read before the hashing.
struct Standing {
  model::PolicyLevel level = model::PolicyLevel::kMedium;
  std::string present;
  std::vector<std::string> remembered;  // the present one first
  verify::AboutUser about;
};

base::Result<Standing> ReadStanding(store::ReadTx& tx, const model::Caller& caller,
                                    const model::UserId& user, base::Time now) {
  BW_TRY_ASSIGN(const auto managed, FindManagedUser(tx, caller, user, kSetPassword, now));
  Standing standing;
  BW_TRY_ASSIGN(standing.level, verify::StrictestPolicy(tx, managed.user));
  standing.present = managed.user.password_hash;
  standing.about = verify::AboutUserOf(managed.user);
  const int count = model::PolicyOf(standing.level).remembered;
  if (count == 0) return standing;
  BW_TRY_ASSIGN(standing.remembered, store::PreviousPasswords(tx, managed.user, count));
  if (!standing.present.empty()) {
    standing.remembered.insert(standing.remembered.begin(), standing.present);
  }
  return standing;
}

base::Status CheckFresh(const Standing& standing, const base::Secret& password) {
  for (const std::string& hash : standing.remembered) {
    BW_TRY_ASSIGN(const bool used, crypto::VerifyPassword(password, hash));
    if (used) {
      return base::Fail(base::Invalid("password_reused", "The password was used before."));
    }
  }
  return {};
}

base::Status ReplacePassword(store::WriteTx& tx, ManagedUser managed, const Standing& standing,
                             const std::string& hash) {
  model::User& user = managed.user;
  // The compared hash must still be the stored one; otherwise two parallel changes could reuse a
  // password.
  if (user.password_hash != standing.present) {
    return base::Fail(
        base::Conflict("password_moved", "Another request has changed the password."));
  }
  const int kept = model::PolicyOf(standing.level).remembered;
  if (!user.password_hash.empty() && kept > 0) {
    BW_TRY(store::RememberPassword(tx, user, user.password_hash, managed.ending.by.at(), kept));
  }
  user.password_hash = hash;
  user.password_changed_at = managed.ending.by.at();
  user.updated_at = managed.ending.by.at();
  BW_TRY(store::UpdateUser(tx, user));
  BW_TRY(tx.Append(managed.ending.by.Make(model::EventType::kUserPasswordChanged, user.id.text,
                                          managed.ending.organization,
                                          model::Changes().AddName("password").Json())));
  BW_TRY(verify::EndLockout(tx, managed.ending.by, managed.user.id, managed.ending.organization));
  return sessions::EndAll(tx, managed.ending);
}

// Owner names the user of a password; `user` is empty for a new one.
struct Owner {
  model::EnvironmentId environment;
  model::UserId user;
};

// PrepareHash does what precedes the transaction: it validates the password against the standing of
// its owner and hashes it.
base::Result<std::string> PrepareHash(verify::Passwords& passwords, const Standing& standing,
                                      const Owner& owner, const NewPassword& password) {
  if (!password.hash.empty()) {
    BW_TRY_ASSIGN(std::string hash, crypto::ImportPasswordHash({password.hash, password.hash_type,
                                                                password.salt_position}));
    passwords.Cover(hash);
    return hash;
  }
  verify::AboutUser about = standing.about;
  std::ranges::copy(password.about.emails, std::back_inserter(about.emails));
  std::ranges::copy(password.about.names, std::back_inserter(about.names));
  BW_TRY(verify::CheckNewPassword(standing.level, password.text.Reveal(), about,
                                  passwords.minimum().For(password.entry)));
  if (!owner.user.empty()) BW_TRY(passwords.AdmitChange(owner.environment, owner.user));
  BW_TRY(CheckFresh(standing, password.text));
  return passwords.Hash(password.text);
}

base::Error NoPresent() {
  base::Error error = base::Invalid(
      "missing_field", "Send the current password as `current_password` to change it.");
  error.fields.emplace_back("current_password");
  return error;
}

}  // namespace

// A stolen token must not be sufficient to take over the account.
base::Status Users::CheckPresent(const model::Caller& caller, const model::UserId& id,
                                 const PasswordChange& change) {
  BW_TRY_ASSIGN(const ManagedUser managed, parts_.store.Read([&](store::ReadTx& tx) {
    return FindManagedUser(tx, caller, id, kSetPassword, parts_.clock.Now());
  }));
  if (change.present.empty()) return base::Fail(NoPresent());
  const model::User& user = managed.user;
  const auto checked =
      parts_.passwords.Check({.environment = user.environment,
                              .login = user.username.empty() ? user.email : user.username,
                              .password = change.present,
                              .origin = caller.origin(),
                              .of_environment = caller->organization->empty()});
  if (checked && checked->id == user.id) return {};
  if (checked || checked.error().code == base::Code::kUnauthenticated) {
    return base::Fail(
        base::Denied("wrong_password", "`current_password` is not the current password."));
  }
  return base::Fail(checked.error());
}

base::Status Users::SetPassword(const model::Caller& caller, const model::UserId& user,
                                const PasswordChange& change) {
  BW_TRY(verify::IsSelf(caller.principal(), user)
             ? CheckPresent(caller, user, change)
             : verify::CheckPermission(caller.principal(), kManageUsers));
  const base::Time now = parts_.clock.Now();
  BW_TRY_ASSIGN(const Standing standing, parts_.store.Read([&](store::ReadTx& tx) {
    return ReadStanding(tx, caller, user, now);
  }));
  BW_TRY_ASSIGN(const std::string hash,
                PrepareHash(parts_.passwords, standing, {caller->environment, user},
                            {.text = change.password, .entry = change.entry}));
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto managed, FindManagedUser(tx, caller, user, kSetPassword, now));
    return ReplacePassword(tx, std::move(managed), standing, hash);
  });
}

base::Result<Users::Also> Users::WithPassword(const model::Caller& caller, std::string_view user,
                                              const NewPassword& password) const {
  BW_TRY(CheckWrite(caller));
  const Owner owner{caller->environment, {std::string(user)}};
  Standing standing;
  if (!user.empty()) {
    BW_TRY(Get(caller, user));
    BW_TRY_ASSIGN(standing, parts_.store.Read([&](store::ReadTx& tx) {
      return ReadStanding(tx, caller, owner.user, parts_.clock.Now());
    }));
  }
  BW_TRY_ASSIGN(std::string hash, PrepareHash(parts_.passwords, standing, owner, password));
  return
      [standing = std::move(standing), hash = std::move(hash)](
          store::WriteTx& tx, const void* row, const resource::Context& context) -> base::Status {
        BW_TRY_ASSIGN(auto managed,
                      FindManagedUser(tx, context.caller, static_cast<const model::User*>(row)->id,
                                      kSetPassword, context.now));
        return ReplacePassword(tx, std::move(managed), standing, hash);
      };
}

}  // namespace bearward::users
