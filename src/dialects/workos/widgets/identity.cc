// The operations for which the user of the token proves that it owns its email address.
#include <array>
#include <utility>

#include "dialects/workos/widgets/account.h"

namespace bearward::dialects::workos::widgets {
namespace {

using base::Result;
using graphql::Value;

base::Secret SecretOf(const Invocation& call, std::string_view name) {
  return base::Secret(call.input.Text(name));
}

base::Secret ElevatedToken(const Invocation& call) { return SecretOf(call, "elevatedAccessToken"); }

std::vector<Member> TokenMembers(ObjectMaker& make, const users::ElevatedToken& token) {
  return {{"elevatedAccessToken", make.Text(token.text.Reveal())},
          {"expiresAt", make.Time(token.expires_at)}};
}

Result<Value> SendCode(Invocation& call) {
  constexpr std::array kRefusals = {Refusal{"too_many_codes", "DailyEmailQuotaExceeded"}};
  const auto sent = call.uses.own_identity.SendCode(call.caller);
  if (!sent) return RefusalOf(call.make, sent.error(), kRefusals);
  return call.make.Of({{"authenticationChallengeId", call.make.Text(sent->id)},
                       {"expiresAt", call.make.Time(sent->expires_at)}},
                      "VerificationCodeSent");
}

Result<Value> Verify(Invocation& call) {
  constexpr std::array kRefusals = {
      Refusal{"verification_code_expired", "VerificationCodeExpired"},
      Refusal{"verification_code_incorrect", "VerificationCodeIncorrect"},
      Refusal{"verification_code_previously_used", "VerificationCodePreviouslyUsed"},
      Refusal{"verification_too_many_attempts", "VerificationTooManyAttempts"}};
  const auto token = call.uses.own_identity.Verify(
      call.caller, call.input.Text("authenticationChallengeId"), SecretOf(call, "code"));
  if (!token) return RefusalOf(call.make, token.error(), kRefusals);
  return call.make.Of(TokenMembers(call.make, *token), "CurrentEmailVerified");
}

Result<Value> CreatePassword(Invocation& call) {
  constexpr std::array kRefusals = {Refusal{"elevated_token_expired", "ElevatedAccessTokenExpired"},
                                    Refusal{"elevated_token_invalid", "ElevatedAccessTokenInvalid"},
                                    Refusal{"password_exists", "UserAlreadyHasPassword"}};
  const base::Status created = call.uses.own_identity.CreatePassword(
      call.caller, ElevatedToken(call), SecretOf(call, "password"));
  if (created) return call.make.Of({{"success", Value::Bool(true)}}, "PasswordCreated");
  if (IsViolation(created.error())) return Violation(call, created.error());
  return RefusalOf(call.make, created.error(), kRefusals);
}

Result<Value> SendEmailChange(Invocation& call) {
  constexpr std::array kRefusals = {
      Refusal{"too_many_codes", "DailyEmailQuotaExceeded"},
      Refusal{"email_change_not_needed", "EmailChangeNotAvailable"},
      Refusal{"email_managed_by_provider", "EmailManagedByProvider"},
      Refusal{"new_email_not_available", "EmailNotAvailable"},
      Refusal{"elevated_token_expired", "IdentityVerificationExpired"},
      Refusal{"elevated_token_invalid", "IdentityVerificationInvalid"},
      Refusal{"invalid_new_email", "InvalidEmail"}};
  const auto sent = call.uses.own_identity.SendChange(call.caller, ElevatedToken(call),
                                                      call.input.Text("newEmail"));
  if (!sent) return RefusalOf(call.make, sent.error(), kRefusals);
  return call.make.Of({{"expiresAt", call.make.Time(*sent)}}, "EmailChangeSent");
}

Result<Value> ConfirmEmailChange(Invocation& call) {
  constexpr std::array kRefusals = {
      Refusal{"email_change_code_expired", "EmailChangeCodeExpired"},
      Refusal{"email_change_code_incorrect", "EmailChangeCodeIncorrect"},
      Refusal{"email_change_code_previously_used", "EmailChangeCodePreviouslyUsed"},
      Refusal{"email_change_too_many_attempts", "EmailChangeTooManyAttempts"},
      Refusal{"email_managed_by_provider", "EmailManagedByProvider"},
      Refusal{"new_email_not_available", "EmailNotAvailable"},
      Refusal{"elevated_token_expired", "IdentityVerificationExpired"},
      Refusal{"elevated_token_invalid", "IdentityVerificationInvalid"},
      Refusal{"no_pending_email_change", "NoPendingEmailChange"}};
  auto changed = call.uses.own_identity.ConfirmChange(call.caller, ElevatedToken(call),
                                                      SecretOf(call, "code"));
  if (!changed) return RefusalOf(call.make, changed.error(), kRefusals);
  std::vector<Member> members = TokenMembers(call.make, changed->token);
  members.push_back({"user", OwnUser(call.make, std::move(changed->user))});
  return call.make.Of(std::move(members), "EmailChangeConfirmed");
}

constexpr auto kOperations = std::to_array<Operation>({
    {"confirmEmailChange", &ConfirmEmailChange},
    {"createPassword", &CreatePassword},
    {"sendEmailChange", &SendEmailChange},
    {"sendVerificationCode", &SendCode},
    {"verifyCurrentEmail", &Verify},
});

}  // namespace

std::span<const Operation> IdentityOperations() { return kOperations; }

}  // namespace bearward::dialects::workos::widgets
