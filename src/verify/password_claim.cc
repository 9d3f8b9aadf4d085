#include "verify/password_claim.h"

#include <utility>

#include "verify/refusal.h"

namespace bearward::verify {

base::Error InvalidCredentials(std::string detail) {
  base::Error error = base::Unauthenticated(std::string(RefusalWord(Refusal::kInvalidCredentials)),
                                            "The user name or password is not right.");
  error.detail = std::move(detail);
  return error;
}

base::Error PasswordExpired(const model::User& user) {
  base::Error error = base::Unauthenticated(
      std::string(RefusalWord(Refusal::kPasswordExpired)),
      "The password has expired. Choose a new one on the sign-in page of this server.");
  error.claimed = user.id.text;
  return error;
}

}  // namespace bearward::verify
