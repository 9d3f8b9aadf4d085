#include "users/own_identity.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/invalid.h"
#include "mail/owner.h"
#include "mail/post_code.h"
#include "store/email_codes.h"
#include "store/memberships.h"
#include "users/code_steps.h"
#include "users/elevated_token.h"
#include "users/found_user.h"

namespace bearward::users {
namespace {

using base::Result;
using mail::CheckedCode;
using mail::CodeCheck;
using mail::NewCode;
using model::Caller;
using model::EmailCode;
using model::EmailCodeKind;
using model::User;

base::Error ErrorOfChallenge(const CheckedCode& checked) {
  if (checked.check == CodeCheck::kTooManyAttempts) {
    return base::Limited("verification_too_many_attempts",
                         "Too many wrong codes were entered. Send a new code later.",
                         std::chrono::minutes(1));
  }
  return ErrorOf(checked, "verification_code");
}

// IsNewest says whether a challenge is the newest one of the user, to which codes are compared.
Result<bool> IsNewest(store::ReadTx& tx, const User& user, std::string_view challenge) {
  BW_TRY_ASSIGN(
      const auto newest,
      store::FindNewestEmailCode(tx, {user.environment, EmailCodeKind::kAuthChallenge, user.id}));
  return newest && newest->id == challenge;
}

// A directory manages the address of its members.
base::Status CheckUnmanaged(store::ReadTx& tx, const User& user) {
  BW_TRY_ASSIGN(const auto memberships, store::ListMemberships(tx, user.environment, user.id));
  if (std::ranges::none_of(memberships, &model::Membership::directory_managed)) return {};
  return base::Fail(base::Conflict("email_managed_by_provider",
                                   "A directory manages the email address of this user."));
}

// CheckReachable refuses an address to which no code can be sent.
base::Status CheckReachable(const mail::Outbox& outbox, const std::string& email) {
  if (!outbox.enabled() || mail::IsMailable(email)) return {};
  return base::Fail(base::Invalid(
      "invalid_new_email",
      "No email can be sent to this address: it needs quoting or is not ASCII.", {"new_email"}));
}

}  // namespace

Result<User> OwnIdentity::FindElevated(store::ReadTx& tx, const Caller& caller,
                                       const base::Secret& token) const {
  BW_TRY_ASSIGN(User user, FindSelf(tx, caller));
  BW_TRY(CheckElevation(tx, {parts_.ring, caller, token, parts_.clock.Now()}, user));
  return user;
}

Result<Challenge> OwnIdentity::SendCode(const Caller& caller) const {
  const model::EventBy by(caller, parts_.clock.Now());
  BW_TRY_ASSIGN(const NewCode code, mail::MakeCode(EmailCodeKind::kAuthChallenge, by.at(),
                                                   parts_.ring, parts_.entropy));
  BW_TRY_ASSIGN(EmailCode row, parts_.store.Write([&](store::WriteTx& tx) -> Result<EmailCode> {
    BW_TRY_ASSIGN(const User found, FindSelf(tx, caller));
    if (found.email.empty()) {
      return base::Fail(base::Conflict("no_email_address", "The user has no email address."));
    }
    return mail::PostCode(tx, parts_.outbox, code, found, found.email, by);
  }));
  return Challenge{.id = std::move(row.id), .expires_at = row.expires_at};
}

Result<ElevatedToken> OwnIdentity::Verify(const Caller& caller, std::string_view challenge,
                                          const base::Secret& code) const {
  const model::EventBy by(caller, parts_.clock.Now());
  CheckedCode checked;
  BW_TRY_ASSIGN(const User user, parts_.store.Write([&](store::WriteTx& tx) -> Result<User> {
    checked = CheckedCode();
    BW_TRY_ASSIGN(User found, FindSelf(tx, caller));
    BW_TRY_ASSIGN(const bool newest, IsNewest(tx, found, challenge));
    if (!newest) return found;
    BW_TRY_ASSIGN(checked, mail::CheckOwnCode(tx, EmailCodeKind::kAuthChallenge, found, code,
                                              parts_.ring, by.at()));
    if (checked.check != CodeCheck::kRight) return found;
    return mail::UseOwnCode(tx, *checked.row, found, by);
  }));
  if (checked.check != CodeCheck::kRight) return base::Fail(ErrorOfChallenge(checked));
  return SealElevation(parts_.ring, caller, user, by.at());
}

base::Status OwnIdentity::CreatePassword(const Caller& caller, const base::Secret& token,
                                         const base::Secret& password) const {
  return parts_.users.CreatePassword(caller, password, [&](store::ReadTx& tx, const User& user) {
    return CheckElevation(tx, {parts_.ring, caller, token, parts_.clock.Now()}, user);
  });
}

Result<base::Time> OwnIdentity::SendChange(const Caller& caller, const base::Secret& token,
                                           const std::string& email) const {
  const model::EventBy by(caller, parts_.clock.Now());
  BW_TRY_ASSIGN(const NewCode code,
                mail::MakeCode(EmailCodeKind::kEmailChange, by.at(), parts_.ring, parts_.entropy));
  bool taken = false;
  BW_TRY_ASSIGN(const EmailCode row,
                parts_.store.Write([&](store::WriteTx& tx) -> Result<EmailCode> {
                  BW_TRY_ASSIGN(const User found, FindElevated(tx, caller, token));
                  BW_TRY(CheckUnmanaged(tx, found));
                  BW_TRY(CheckNewEmail(found, email));
                  BW_TRY(CheckReachable(parts_.outbox, email));
                  BW_TRY_ASSIGN(taken, IsTaken(tx, found, email));
                  // A code that is not sent counts like one that is, so that questions for the
                  // addresses of other users are limited.
                  const auto post = taken ? &mail::StoreCode : &mail::PostCode;
                  return post(tx, parts_.outbox, code, found, email, by);
                }));
  if (taken) return base::Fail(NewEmailTaken());
  return row.expires_at;
}

Result<ChangedEmail> OwnIdentity::ConfirmChange(const Caller& caller, const base::Secret& token,
                                                const base::Secret& code) const {
  const model::EventBy by(caller, parts_.clock.Now());
  CheckedCode checked;
  BW_TRY_ASSIGN(User user, parts_.store.Write([&](store::WriteTx& tx) -> Result<User> {
    BW_TRY_ASSIGN(User found, FindElevated(tx, caller, token));
    BW_TRY(CheckUnmanaged(tx, found));
    BW_TRY_ASSIGN(checked,
                  mail::CheckCode(tx, {found.environment, EmailCodeKind::kEmailChange, found.id},
                                  code, parts_.ring, by.at()));
    if (checked.check != CodeCheck::kRight) return found;
    return ReplaceEmail(tx, found, *checked.row, by);
  }));
  if (checked.check != CodeCheck::kRight) return base::Fail(ChangeErrorOf(checked));
  BW_TRY_ASSIGN(ElevatedToken renewed, SealElevation(parts_.ring, caller, user, by.at()));
  return ChangedEmail{.user = std::move(user), .token = std::move(renewed)};
}

}  // namespace bearward::users
