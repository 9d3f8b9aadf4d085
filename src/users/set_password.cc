#include <utility>

#include "base/invalid.h"
#include "users/found_user.h"
#include "users/managed_user.h"
#include "users/password_steps.h"
#include "users/users.h"

namespace bearward::users {
namespace {

base::Result<Standing> ReadStanding(store::ReadTx& tx, const model::Caller& caller,
                                    const model::UserId& user, base::Time now) {
  BW_TRY_ASSIGN(const auto managed, FindManagedUser(tx, caller, user, kSetPassword, now));
  return StandingOf(tx, managed.user);
}

base::Error NoPresent() {
  base::Error error = base::Invalid(
      "missing_field", "Send the current password as `current_password` to change it.");
  error.fields.emplace_back("current_password");
  return error;
}

base::Error NotForSelf() {
  return base::Invalid("invalid_value",
                       "`password_change_required` is for the password of another user.",
                       {"password_change_required"});
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
                              .of_environment = caller->organization->empty(),
                              .accepts_expired = true});
  if (checked && checked->id == user.id) return {};
  if (checked || checked.error().code == base::Code::kUnauthenticated) {
    return base::Fail(
        base::Denied("wrong_password", "`current_password` is not the current password."));
  }
  return base::Fail(checked.error());
}

base::Status Users::SetPassword(const model::Caller& caller, const model::UserId& user,
                                const PasswordChange& change) {
  const bool is_self = verify::IsSelf(caller.principal(), user);
  if (is_self && change.change_required) return base::Fail(NotForSelf());
  BW_TRY(is_self ? CheckPresent(caller, user, change)
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
    return ReplacePassword(
        tx, std::move(managed), standing,
        {.hash = hash, .change_required = is_self ? false : change.change_required});
  });
}

base::Status Users::CreatePassword(const model::Caller& caller, const base::Secret& password,
                                   const UserCheck& check) {
  const base::Time now = parts_.clock.Now();
  const model::UserId self{std::string(caller->subject_id)};
  const auto find = [&](store::ReadTx& tx) -> base::Result<ManagedUser> {
    BW_TRY(CheckIsUser(caller));
    BW_TRY_ASSIGN(auto managed, FindManagedUser(tx, caller, self, kCreatePassword, now));
    BW_TRY(check(tx, managed.user));
    if (managed.user.password_hash.empty()) return managed;
    return base::Fail(base::Conflict("password_exists", "The user has a password already."));
  };
  BW_TRY_ASSIGN(const Standing standing,
                parts_.store.Read([&](store::ReadTx& tx) -> base::Result<Standing> {
                  BW_TRY_ASSIGN(const auto managed, find(tx));
                  return StandingOf(tx, managed.user);
                }));
  BW_TRY_ASSIGN(
      const std::string hash,
      PrepareHash(parts_.passwords, standing, {caller->environment, self}, {.text = password}));
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto managed, find(tx));
    return ReplacePassword(tx, std::move(managed), standing,
                           {.hash = hash, .change_required = false});
  });
}

base::Result<Users::Also> Users::WithPassword(const model::Caller& caller, std::string_view user,
                                              const NewPassword& password) const {
  BW_TRY(CheckWrite(caller));
  const Owner owner{caller->environment, {std::string(user)}};
  Standing standing;
  if (!user.empty()) {
    BW_TRY(verify::CheckInPerson(caller.principal()));
    BW_TRY(Get(caller, user));
    BW_TRY_ASSIGN(standing, parts_.store.Read([&](store::ReadTx& tx) {
      return ReadStanding(tx, caller, owner.user, parts_.clock.Now());
    }));
  }
  BW_TRY_ASSIGN(std::string hash, PrepareHash(parts_.passwords, standing, owner, password));
  return
      [standing = std::move(standing),
       replacement = ReplacementHash{std::move(hash), password.change_required}](
          store::WriteTx& tx, const void* row, const resource::Context& context) -> base::Status {
        BW_TRY_ASSIGN(auto managed,
                      FindManagedUser(tx, context.caller, static_cast<const model::User*>(row)->id,
                                      kSetPassword, context.now));
        return ReplacePassword(tx, std::move(managed), standing, replacement);
      };
}

base::Result<Users::OwnPassword> Users::PrepareOwn(const model::User& user,
                                                   const base::Secret& password) const {
  BW_TRY_ASSIGN(Standing standing,
                parts_.store.Read([&](store::ReadTx& tx) { return StandingOf(tx, user); }));
  BW_TRY_ASSIGN(std::string hash, PrepareHash(parts_.passwords, standing,
                                              {user.environment, user.id}, {.text = password}));
  return [standing = std::move(standing), hash = std::move(hash)](
             store::WriteTx& tx, const model::User& present, const model::EventBy& by) {
    return ReplaceOwnPassword(tx, present, standing, hash, by);
  };
}

base::Result<std::size_t> Users::MinimumLength(const model::User& user) const {
  BW_TRY_ASSIGN(const Standing standing,
                parts_.store.Read([&](store::ReadTx& tx) { return StandingOf(tx, user); }));
  return model::PolicyOf(standing.level).minimum_length;
}

}  // namespace bearward::users
