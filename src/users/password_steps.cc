#include "users/password_steps.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/invalid.h"
#include "crypto/password.h"
#include "model/changes.h"
#include "store/memberships.h"
#include "store/users.h"
#include "verify/lockout.h"
#include "verify/strictest_policy.h"

namespace bearward::users {
namespace {

base::Status CheckFresh(const Standing& standing, bool expires, const base::Secret& password) {
  std::vector<std::string> previous = standing.remembered;
  // A password that expires must not be renewed by setting it again, under any policy.
  if (previous.empty() && expires && !standing.present.empty()) {
    previous.push_back(standing.present);
  }
  for (const std::string& hash : previous) {
    BW_TRY_ASSIGN(const bool used, crypto::VerifyPassword(password, hash));
    if (used) {
      return base::Fail(base::Invalid("password_reused", "The password was used before."));
    }
  }
  return {};
}

}  // namespace

base::Result<Standing> StandingOf(store::ReadTx& tx, const model::User& user) {
  Standing standing;
  BW_TRY_ASSIGN(standing.level, verify::StrictestPolicy(tx, user));
  standing.present = user.password_hash;
  standing.change_required = user.password_change_required;
  standing.about = verify::AboutUserOf(user);
  const int count = model::PolicyOf(standing.level).remembered;
  if (count == 0) return standing;
  BW_TRY_ASSIGN(standing.remembered, store::PreviousPasswords(tx, user, count));
  if (!standing.present.empty()) {
    standing.remembered.insert(standing.remembered.begin(), standing.present);
  }
  return standing;
}

base::Status ReplacePassword(store::WriteTx& tx, ManagedUser managed, const Standing& standing,
                             const ReplacementHash& replacement) {
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
  model::Changes changes;
  changes.AddName("password");
  if (replacement.change_required &&
      *replacement.change_required != user.password_change_required) {
    changes.Add("password_change_required", model::Kind::kFlag, user.password_change_required,
                *replacement.change_required);
    user.password_change_required = *replacement.change_required;
  }
  user.password_hash = replacement.hash;
  user.password_changed_at = managed.ending.by.at();
  user.updated_at = managed.ending.by.at();
  BW_TRY(store::UpdateUser(tx, user));
  BW_TRY(tx.Append(managed.ending.by.Make(model::EventType::kUserPasswordChanged, user.id.text,
                                          managed.ending.organization, changes.Json())));
  BW_TRY(verify::EndLockout(tx, managed.ending.by, managed.user.id, managed.ending.organization));
  return sessions::EndAll(tx, managed.ending);
}

base::Status ReplaceOwnPassword(store::WriteTx& tx, const model::User& user,
                                const Standing& standing, const std::string& hash,
                                const model::EventBy& by) {
  BW_TRY_ASSIGN(const auto memberships, store::ListMemberships(tx, user.environment, user.id));
  sessions::Ending ending{.by = by, .organization = {}, .subject_id = user.id.text};
  if (!memberships.empty()) ending.organization = memberships.front().organization;
  return ReplacePassword(tx, {.user = user, .ending = std::move(ending)}, standing,
                         {.hash = hash, .change_required = false});
}

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
  const bool expires = standing.change_required || passwords.maximum_age().count() > 0;
  BW_TRY(CheckFresh(standing, expires, password.text));
  return passwords.Hash(password.text);
}

}  // namespace bearward::users
