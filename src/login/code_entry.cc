#include "login/code_entry.h"

#include <string>
#include <utility>

#include "base/invalid.h"
#include "mail/owner.h"
#include "model/session.h"
#include "store/users.h"
#include "verify/refusal.h"

namespace bearward::login {
namespace {

using mail::CodeCheck;

// The same error for a wrong code, an unknown address and too many wrong codes (incident class D1);
// the door answers them after the same time.
base::Error InvalidCode() {
  return base::Unauthenticated(
      std::string(verify::RefusalWord(verify::Refusal::kInvalidOneTimeCode)),
      "The code is not right or no longer accepted, or no code was sent to this address.");
}

base::Error ErrorOf(CodeCheck check, bool by_address) {
  switch (check) {
    case CodeCheck::kExpired:
      return base::Invalid("one_time_code_expired", "The code has expired. Request a new one.");
    case CodeCheck::kUsed:
      return base::Invalid("one_time_code_previously_used", "The code was used before.");
    case CodeCheck::kTooManyAttempts:
      if (by_address) break;
      return base::Invalid("one_time_code_too_many_attempts",
                           "Too many wrong codes were entered. Request a new code later.");
    case CodeCheck::kIncorrect:
    case CodeCheck::kRight:
      break;
  }
  return InvalidCode();
}

}  // namespace

base::Error EntryError(const CodeEntry& entry, CodeCheck check) {
  base::Error error = ErrorOf(check, entry.by_address);
  error.claimed = entry.user.text;
  return error;
}

base::Result<CheckedEntry> CheckEntry(store::WriteTx& tx, const crypto::KeyRing& ring,
                                      const CodeEntry& entry) {
  BW_TRY_ASSIGN(auto user, store::FindUser(tx, entry.environment, entry.user));
  if (!user || !user->active) return CheckedEntry{};
  BW_TRY_ASSIGN(auto checked,
                mail::CheckOwnCode(tx, entry.kind, *user, entry.code, ring, entry.now));
  if (checked.check != CodeCheck::kRight) return CheckedEntry{checked.check};
  return CheckedEntry{checked.check, std::move(checked.row), std::move(user)};
}

base::Status UseEntry(store::WriteTx& tx, const crypto::KeyRing& ring, const CodeEntry& entry) {
  BW_TRY_ASSIGN(CheckedEntry checked, CheckEntry(tx, ring, entry));
  if (checked.check != CodeCheck::kRight) return base::Fail(EntryError(entry, checked.check));
  BW_TRY(mail::UseOwnCode(tx, *checked.row, *checked.user,
                          mail::ByOwner(*checked.user, entry.origin, entry.now)));
  return {};
}

}  // namespace bearward::login
