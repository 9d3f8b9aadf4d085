#include "dialects/workos/email_in_body.h"

#include <utility>

#include "base/invalid.h"
#include "model/forms.h"

namespace bearward::dialects::workos {

base::Result<std::string> EmailInBody(const door::Body& body) {
  BW_TRY_ASSIGN(std::string email, body.RequiredText("email"));
  if (model::IsEmail(email)) return email;
  return base::Fail(base::Invalid(
      "invalid_value", "`email` must be an email address such as ann@example.com.", {"email"}));
}

}  // namespace bearward::dialects::workos
