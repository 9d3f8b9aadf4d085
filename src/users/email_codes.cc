#include "users/email_codes.h"

#include <optional>
#include <utility>

#include "base/precis.h"
#include "mail/owner.h"
#include "mail/post_code.h"
#include "users/address_owner.h"
#include "users/code_steps.h"
#include "users/found_user.h"
#include "users/invitation_steps.h"
#include "users/reset_steps.h"
#include "verify/authority.h"

namespace bearward::users {
namespace {

using mail::CheckedCode;
using mail::CodeCheck;
using mail::NewCode;
using model::Caller;
using model::EmailCode;
using model::EmailCodeKind;
using model::User;

}  // namespace

base::Result<ShownCode> EmailCodes::Read(const Caller& caller, EmailCodeKind kind,
                                         std::string_view id) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  BW_TRY_ASSIGN(auto row, parts_.store.Read([&](store::ReadTx& tx) {
    return store::EmailCodes().Find(tx, caller->environment, id);
  }));
  if (!row || row->kind != kind) {
    base::Error error =
        base::NotFound(std::string(base::Word(kind)) + "_not_found", "No such code.");
    error.fields.emplace_back(id);
    return base::Fail(std::move(error));
  }
  BW_TRY_ASSIGN(base::Secret text, mail::OpenSealed(parts_.ring, row->sealed, row->id));
  return ShownCode{*std::move(row), std::move(text)};
}

base::Result<User> EmailCodes::SendVerification(const Caller& caller, std::string_view user) const {
  const model::EventBy by(caller, parts_.clock.Now());
  BW_TRY_ASSIGN(const NewCode code, mail::MakeCode(EmailCodeKind::kEmailVerification, by.at(),
                                                   parts_.ring, parts_.entropy));
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Result<User> {
    BW_TRY_ASSIGN(User found, FindUserOf(tx, caller, user));
    if (found.email_verified || found.email.empty()) {
      return base::Fail(
          base::Conflict("email_already_verified", "The user has no address to verify."));
    }
    BW_TRY(mail::PostCode(tx, parts_.outbox, code, found, found.email, by));
    return found;
  });
}

base::Result<User> EmailCodes::Verify(const Caller& caller, std::string_view user,
                                      const base::Secret& code) const {
  const model::EventBy by(caller, parts_.clock.Now());
  CheckedCode checked;
  BW_TRY_ASSIGN(User result, parts_.store.Write([&](store::WriteTx& tx) -> base::Result<User> {
    BW_TRY_ASSIGN(User found, FindUserOf(tx, caller, user));
    if (found.email_verified) {
      return base::Fail(
          base::Conflict("email_previously_verified", "The address is verified already."));
    }
    BW_TRY_ASSIGN(checked, mail::CheckOwnCode(tx, EmailCodeKind::kEmailVerification, found, code,
                                              parts_.ring, by.at()));
    if (checked.check != CodeCheck::kRight) return found;
    return mail::UseOwnCode(tx, *checked.row, found, by);
  }));
  if (checked.check == CodeCheck::kRight) return result;
  return base::Fail(ErrorOf(checked, "email_verification_code"));
}

base::Result<ShownCode> EmailCodes::SendMagicAuth(const Caller& caller, const std::string& email,
                                                  const base::Secret& invitation) const {
  BW_TRY(parts_.users.CheckWrite(caller));
  const model::EventBy by(caller, parts_.clock.Now());
  BW_TRY_ASSIGN(NewCode code,
                mail::MakeCode(EmailCodeKind::kMagicAuth, by.at(), parts_.ring, parts_.entropy));
  BW_TRY_ASSIGN(
      EmailCode row, parts_.store.Write([&](store::WriteTx& tx) -> base::Result<EmailCode> {
        NewCode made = code;
        if (!invitation.empty()) {
          BW_TRY_ASSIGN(const model::Invitation pending,
                        FindPending(tx, caller->environment, {.token = invitation}, by.at()));
          if (pending.email_key != base::NameKey(email)) return base::Fail(OtherAddress());
          made.row.invitation = pending.id;
        }
        BW_TRY_ASSIGN(const User owner,
                      FindOrMakeOwner(tx, parts_.users, {caller, by.at(), parts_.entropy}, email));
        return mail::PostCode(tx, parts_.outbox, made, owner, owner.email, by);
      }));
  return ShownCode{std::move(row), std::move(code.text)};
}

base::Result<ShownCode> EmailCodes::SendPasswordReset(const Caller& caller,
                                                      const std::string& email) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  const model::EventBy by(caller, parts_.clock.Now());
  BW_TRY_ASSIGN(NewCode code, mail::MakeCode(EmailCodeKind::kPasswordReset, by.at(), parts_.ring,
                                             parts_.entropy));
  BW_TRY_ASSIGN(EmailCode row,
                parts_.store.Write([&](store::WriteTx& tx) -> base::Result<EmailCode> {
                  BW_TRY_ASSIGN(const auto owner, mail::FindOwner(tx, caller->environment, email));
                  if (!owner) return base::Fail(UserNotFound(email));
                  return mail::PostCode(tx, parts_.outbox, code, *owner, owner->email, by);
                }));
  return ShownCode{std::move(row), std::move(code.text)};
}

base::Result<User> EmailCodes::ResetPassword(const Caller& caller, const base::Secret& token,
                                             const base::Secret& password) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  const model::EventBy by(caller, parts_.clock.Now());
  const auto find = [&](store::ReadTx& tx) {
    return FindReset(tx, caller->environment, token, by.at());
  };
  BW_TRY_ASSIGN(const LiveReset sent, parts_.store.Read(find));
  BW_TRY_ASSIGN(const auto replace,
                parts_.users.WithPassword(caller, sent.user.id.text,
                                          {.text = password, .change_required = false}));
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Result<User> {
    BW_TRY_ASSIGN(const LiveReset reset, find(tx));
    return FinishReset(tx, reset, by, [&](const User& user) {
      return replace(tx, &user, {caller, by.at(), parts_.entropy});
    });
  });
}

base::Result<PendingChange> EmailCodes::SendChange(const Caller& caller, std::string_view user,
                                                   const std::string& email) const {
  const model::EventBy by(caller, parts_.clock.Now());
  BW_TRY_ASSIGN(const NewCode code,
                mail::MakeCode(EmailCodeKind::kEmailChange, by.at(), parts_.ring, parts_.entropy));
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Result<PendingChange> {
    BW_TRY_ASSIGN(User found, FindUserOf(tx, caller, user));
    BW_TRY(CheckNewEmail(found, email));
    BW_TRY_ASSIGN(const bool taken, IsTaken(tx, found, email));
    if (taken) return base::Fail(NewEmailTaken());
    BW_TRY_ASSIGN(EmailCode row, mail::PostCode(tx, parts_.outbox, code, found, email, by));
    return PendingChange{std::move(found), std::move(row)};
  });
}

base::Result<User> EmailCodes::ConfirmChange(const Caller& caller, std::string_view user,
                                             const base::Secret& code) const {
  const model::EventBy by(caller, parts_.clock.Now());
  CheckedCode checked;
  BW_TRY_ASSIGN(User result, parts_.store.Write([&](store::WriteTx& tx) -> base::Result<User> {
    BW_TRY_ASSIGN(User found, FindUserOf(tx, caller, user));
    BW_TRY_ASSIGN(checked,
                  mail::CheckCode(tx, {found.environment, EmailCodeKind::kEmailChange, found.id},
                                  code, parts_.ring, by.at()));
    if (checked.check != CodeCheck::kRight) return found;
    return ReplaceEmail(tx, found, *checked.row, by);
  }));
  if (checked.check == CodeCheck::kRight) return result;
  return base::Fail(ChangeErrorOf(checked));
}

}  // namespace bearward::users
