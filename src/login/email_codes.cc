#include <optional>
#include <string>
#include <utility>

#include "base/invalid.h"
#include "login/opening.h"
#include "login/pending_token.h"
#include "mail/owner.h"
#include "mail/post_code.h"
#include "store/users.h"
#include "verify/refusal.h"

namespace bearward::login {
namespace {

using mail::CheckedCode;
using mail::CodeCheck;
using model::EmailCodeKind;
using model::User;

// The same error for a wrong code, an unknown address and too many wrong codes (incident class D1);
// the door answers them after the same time.
base::Error InvalidCode() {
  return base::Unauthenticated(
      std::string(verify::RefusalWord(verify::Refusal::kInvalidOneTimeCode)),
      "The code is not right or no longer accepted, or no code was sent to this address.");
}

base::Error ErrorOf(CodeCheck check, EmailCodeKind kind) {
  switch (check) {
    case CodeCheck::kExpired:
      return base::Invalid("one_time_code_expired", "The code has expired. Request a new one.");
    case CodeCheck::kUsed:
      return base::Invalid("one_time_code_previously_used", "The code was used before.");
    case CodeCheck::kTooManyAttempts:
      // In a sign-in by code it would show that a code was sent to the address.
      if (kind == EmailCodeKind::kMagicAuth) break;
      return base::Invalid("one_time_code_too_many_attempts",
                           "Too many wrong codes were entered. Request a new code later.");
    case CodeCheck::kIncorrect:
    case CodeCheck::kRight:
      break;
  }
  return InvalidCode();
}

model::EventBy ByOwner(const User& user, const model::Origin& origin, base::Time now) {
  return {user.environment,
          {.kind = std::string(base::Word(model::SubjectKind::kUser)),
           .id = user.id.text,
           .origin = origin},
          now};
}

}  // namespace

base::Result<User> Login::UseCode(const User& user, EmailCodeKind kind, const CodeClaim& claim) {
  const base::Time now = parts_.clock.Now();
  CheckedCode checked;
  BW_TRY_ASSIGN(User changed, parts_.store.Write([&](store::WriteTx& tx) -> base::Result<User> {
    BW_TRY_ASSIGN(const auto found, store::FindUser(tx, user.environment, user.id));
    if (!found || !found->active) return base::Fail(InvalidCode());
    BW_TRY_ASSIGN(checked, mail::CheckCode(tx, {user.environment, kind, user.id}, claim.code,
                                           parts_.ring, now));
    if (checked.check != CodeCheck::kRight) return *found;
    // The code proves the address to which it was sent, which the user may have replaced.
    if (!mail::IsCodeOf(*checked.row, *found)) {
      checked.check = CodeCheck::kExpired;
      return *found;
    }
    return mail::MarkVerified(tx, *found, found->email, ByOwner(*found, claim.origin, now));
  }));
  if (checked.check == CodeCheck::kRight) return changed;
  base::Error error = ErrorOf(checked.check, kind);
  error.claimed = user.id.text;
  return base::Fail(std::move(error));
}

base::Result<Authentication> Login::AuthenticateByCode(const CodeClaim& claim,
                                                       const Client& client) {
  BW_TRY_ASSIGN(const auto user, parts_.store.Read([&](store::ReadTx& tx) {
    return mail::FindOwner(tx, claim.environment, claim.email);
  }));
  if (!user) return base::Fail(InvalidCode());
  BW_TRY_ASSIGN(User checked, UseCode(*user, EmailCodeKind::kMagicAuth, claim));
  return Continue({std::move(checked), model::AuthMethod::kMagicCode, claim.origin}, client);
}

base::Result<Unverified> Login::RequireVerification(const User& user, const model::Origin& origin) {
  const model::EventBy by = ByOwner(user, origin, parts_.clock.Now());
  BW_TRY_ASSIGN(const mail::NewCode code, mail::MakeCode(EmailCodeKind::kEmailVerification, by.at(),
                                                         parts_.ring, parts_.entropy));
  BW_TRY_ASSIGN(base::Secret token,
                SealPending(parts_.ring, {.purpose = PendingPurpose::kVerification,
                                          .user = user,
                                          .method = model::AuthMethod::kPassword,
                                          .now = by.at()}));
  BW_TRY_ASSIGN(const auto row, parts_.store.Write([&](store::WriteTx& tx) {
    return mail::PostCode(tx, parts_.outbox, code, user, user.email, by);
  }));
  return Unverified{user.email, row.id, std::move(token)};
}

base::Result<Authentication> Login::VerifyEmail(const CodeClaim& claim, const base::Secret& token,
                                                const Client& client) {
  BW_TRY_ASSIGN(const PendingToken pending,
                OpenPending(parts_.ring, token, PendingPurpose::kVerification, claim.environment,
                            parts_.clock.Now()));
  BW_TRY_ASSIGN(const User user,
                parts_.store.Read([&](store::ReadTx& tx) { return FindPendingUser(tx, pending); }));
  BW_TRY_ASSIGN(User checked, UseCode(user, EmailCodeKind::kEmailVerification, claim));
  return Continue({std::move(checked), pending.method, claim.origin}, client);
}

}  // namespace bearward::login
