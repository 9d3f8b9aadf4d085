#include <string>
#include <string_view>
#include <utility>

#include "base/precis.h"
#include "login/code_entry.h"
#include "login/opening.h"
#include "login/pending_token.h"
#include "mail/owner.h"
#include "mail/post_code.h"
#include "verify/passwords.h"

namespace bearward::login {
namespace {

using mail::CodeCheck;
using model::EmailCodeKind;
using model::User;

// KeyOf returns the counter of wrong codes for one name, which is an address or the id of a user.
std::string KeyOf(const CodeClaim& claim, EmailCodeKind kind, std::string_view name) {
  return verify::FailureThrottle::KeyOf(claim.environment, base::Word(kind), name,
                                        claim.origin.address);
}

bool IsGuess(CodeCheck check) {
  return check == CodeCheck::kIncorrect || check == CodeCheck::kTooManyAttempts;
}

}  // namespace

base::Result<Login::Checked> Login::CheckCode(const CodeEntry& entry, model::AuthMethod method) {
  BW_TRY(throttle_.Check(entry.key, entry.origin.address));
  BW_TRY_ASSIGN(const CheckedEntry checked, parts_.store.Write([&](store::WriteTx& tx) {
    return CheckEntry(tx, parts_.ring, entry);
  }));
  if (IsGuess(checked.check)) throttle_.Note({entry.key}, entry.origin.address);
  if (checked.check != CodeCheck::kRight) return base::Fail(EntryError(entry, checked.check));
  throttle_.Forget(entry.key);
  return Checked{.user = mail::AsVerified(*checked.user, checked.user->email, entry.now),
                 .method = method,
                 .origin = entry.origin,
                 .confirm = [entry, &ring = parts_.ring](
                                store::WriteTx& tx) { return UseEntry(tx, ring, entry); },
                 .invitation = checked.row->invitation.value_or("")};
}

base::Result<Login::Checked> Login::CheckByAddress(const CodeClaim& claim, EmailCodeKind kind) {
  BW_TRY_ASSIGN(const auto owner, parts_.store.Read([&](store::ReadTx& tx) {
    return mail::FindOwner(tx, claim.environment, claim.email);
  }));
  // An unknown address takes the same steps as a known one (incident class D1).
  const CodeEntry entry{.environment = claim.environment,
                        .kind = kind,
                        .user = owner ? owner->id : model::UserId(),
                        .code = claim.code,
                        .origin = claim.origin,
                        .now = parts_.clock.Now(),
                        .key = KeyOf(claim, kind, base::NameKey(claim.email)),
                        .by_address = true};
  return CheckCode(entry, model::AuthMethod::kMagicCode);
}

base::Result<Authentication> Login::AuthenticateByCode(const CodeClaim& claim,
                                                       const Client& client) {
  BW_TRY_ASSIGN(const Checked checked, CheckByAddress(claim, EmailCodeKind::kMagicAuth));
  return Continue(checked, client);
}

base::Result<ConsoleSignIn> Login::SignInToConsoleByCode(const CodeClaim& claim,
                                                         const ConsoleClient& client) {
  BW_TRY_ASSIGN(Checked checked, CheckByAddress(claim, EmailCodeKind::kMagicAuth));
  return ContinueToConsole(WithInvitation(std::move(checked)), client);
}

base::Status Login::VerifyAddress(const CodeClaim& claim) {
  BW_TRY_ASSIGN(const Checked checked, CheckByAddress(claim, EmailCodeKind::kEmailVerification));
  return parts_.store.Write(checked.confirm);
}

base::Result<Unverified> Login::RequireVerification(const User& user, const model::Origin& origin) {
  const model::EventBy by = mail::ByOwner(user, origin, parts_.clock.Now());
  BW_TRY_ASSIGN(const mail::NewCode code, mail::MakeCode(EmailCodeKind::kEmailVerification, by.at(),
                                                         parts_.ring, parts_.entropy));
  BW_TRY_ASSIGN(base::Secret token,
                SealPending(parts_.ring, {.purpose = PendingPurpose::kVerification,
                                          .user = user,
                                          .method = model::AuthMethod::kPassword,
                                          .now = by.at()}));
  BW_TRY_ASSIGN(
      const auto row, parts_.store.Write([&](store::WriteTx& tx) -> base::Result<model::EmailCode> {
        BW_TRY_ASSIGN(const User present, FindUnchanged(tx, user));
        if (present.email_key != user.email_key) {
          return base::Fail(verify::InvalidCredentials("the address changed during the sign-in"));
        }
        return mail::PostCode(tx, parts_.outbox, code, present, present.email, by);
      }));
  return Unverified{row.email, row.id, std::move(token)};
}

base::Result<Authentication> Login::VerifyEmail(const CodeClaim& claim, const base::Secret& token,
                                                const Client& client) {
  const base::Time now = parts_.clock.Now();
  BW_TRY_ASSIGN(
      const PendingToken pending,
      OpenPending(parts_.ring, token, PendingPurpose::kVerification, claim.environment, now));
  BW_TRY(parts_.store.Read(
      [&](store::ReadTx& tx) { return FindContinuing(tx, parts_.passwords, pending); }));
  const CodeEntry entry{.environment = pending.environment,
                        .kind = EmailCodeKind::kEmailVerification,
                        .user = pending.user,
                        .code = claim.code,
                        .origin = claim.origin,
                        .now = now,
                        .key = KeyOf(claim, EmailCodeKind::kEmailVerification, pending.user.text)};
  BW_TRY_ASSIGN(const Checked checked, CheckCode(entry, pending.method));
  return Continue(checked, client);
}

}  // namespace bearward::login
