#include "users/code_steps.h"

#include <chrono>

#include "base/invalid.h"
#include "base/precis.h"
#include "mail/owner.h"
#include "model/forms.h"
#include "store/users.h"

namespace bearward::users {
namespace {

using mail::CheckedCode;
using mail::CodeCheck;
using model::User;

base::Error CodeError(std::string_view prefix, std::string_view suffix, const char* text) {
  return base::Invalid(std::string(prefix) + std::string(suffix), text);
}

}  // namespace

base::Error ErrorOf(const CheckedCode& checked, std::string_view prefix) {
  switch (checked.check) {
    case CodeCheck::kUsed:
      return CodeError(prefix, "_previously_used", "The code was used before.");
    case CodeCheck::kExpired:
    case CodeCheck::kTooManyAttempts:
      return CodeError(prefix, "_expired", "The code has expired. Send a new one.");
    case CodeCheck::kIncorrect:
    case CodeCheck::kRight:
      break;
  }
  return CodeError(prefix, "_incorrect", "The code is not right.");
}

base::Status CheckNewEmail(const User& user, const std::string& email) {
  if (!model::IsEmail(email)) {
    return base::Fail(base::Invalid("invalid_new_email",
                                    "`new_email` must be an email address such as ann@example.com.",
                                    {"new_email"}));
  }
  if (base::NameKey(email) != user.email_key) return {};
  return base::Fail(
      base::Conflict("email_change_not_needed", "`new_email` is the present address of the user."));
}

base::Result<bool> IsTaken(store::ReadTx& tx, const User& user, const std::string& email) {
  BW_TRY_ASSIGN(const auto other, store::FindUserByLogin(tx, user.environment, email));
  return other && other->id != user.id;
}

base::Error NewEmailTaken() {
  return base::Exists("new_email_not_available", "This email address belongs to another user.");
}

base::Result<User> ReplaceEmail(store::WriteTx& tx, const User& user, model::EmailCode code,
                                const model::EventBy& by) {
  BW_TRY(mail::UseCode(tx, code, by.at()));
  auto changed = mail::MarkVerified(tx, user, code.email, by);
  if (!changed && changed.error().code == base::Code::kExists) return base::Fail(NewEmailTaken());
  return changed;
}

base::Error ChangeErrorOf(const CheckedCode& checked) {
  if (!checked.row) {
    return base::Conflict("no_pending_email_change", "No email change is pending.");
  }
  if (checked.check == CodeCheck::kTooManyAttempts) {
    return base::Limited("email_change_too_many_attempts",
                         "Too many wrong codes were entered. Send a new code later.",
                         std::chrono::minutes(1));
  }
  return ErrorOf(checked, "email_change_code");
}

}  // namespace bearward::users
