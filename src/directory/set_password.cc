#include "crypto/password.h"
#include "directory/directory.h"
#include "directory/manage.h"
#include "directory/policy.h"
#include "model/changes.h"
#include "store/users.h"

namespace bearward::directory {
namespace {

// Standing is what the new password is held against, read before the hashing.
struct Standing {
  model::PolicyLevel level = model::PolicyLevel::kMedium;
  std::string present;
  std::vector<std::string> remembered;  // the present one first
};

base::Result<Standing> Read(store::ReadTx& tx, const model::Caller& caller,
                            const model::UserId& user, base::Time now) {
  BW_TRY_ASSIGN(const auto managed, FindManagedUser(tx, caller, user, now));
  BW_TRY(CheckMayActAs(tx, caller, user));
  Standing standing;
  BW_TRY_ASSIGN(standing.level, StrictestPolicy(tx, managed.user));
  standing.present = managed.user.password_hash;
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

base::Status Replace(store::WriteTx& tx, ManagedUser managed, const Standing& standing,
                     const std::string& hash) {
  model::User& user = managed.user;
  // What was compared must still be what is replaced, or a reuse could slip through between two.
  if (user.password_hash != standing.present) {
    return base::Fail(base::Conflict("password_moved", "The password was changed meanwhile."));
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
  BW_TRY(EndLock(tx, managed.ending));
  return EndSessions(tx, managed.ending);
}

}  // namespace

base::Status Directory::SetPassword(const model::Caller& caller, const model::UserId& user,
                                    const base::Secret& password) {
  if (!IsSelf(caller, user)) BW_TRY(CheckMayManage(caller, "users:manage"));
  const base::Time now = parts_.clock.Now();
  BW_TRY_ASSIGN(const Standing standing,
                parts_.store.Read([&](store::ReadTx& tx) { return Read(tx, caller, user, now); }));
  BW_TRY(model::CheckNewPassword(standing.level, password.Reveal()));
  BW_TRY(parts_.passwords.AdmitChange(caller->environment, user));
  BW_TRY(CheckFresh(standing, password));
  BW_TRY_ASSIGN(const std::string hash, parts_.passwords.Hash(password));
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto managed, FindManagedUser(tx, caller, user, now));
    return Replace(tx, std::move(managed), standing, hash);
  });
}

}  // namespace bearward::directory
