#include "model/password_policy.h"

#include <array>

#include "base/precis.h"

namespace bearward::model {
namespace {

using std::chrono::minutes;

constexpr std::array<PasswordPolicy, 3> kPolicies = {{
    {2, 0, minutes(0), 0, false},
    {6, 5, minutes(15), 5, true},
    {8, 3, minutes(15), 5, true},
}};

}  // namespace

const PasswordPolicy& PolicyOf(PolicyLevel level) {
  return kPolicies.at(static_cast<std::size_t>(level));
}

base::Status CheckNewPassword(PolicyLevel level, std::string_view password) {
  if (password.size() > kLongestPassword) {
    return base::Fail(base::Invalid("password_too_long", "The password is too long."));
  }
  if (base::CountCodePoints(base::PasswordForm(password)) < PolicyOf(level).minimum_length) {
    return base::Fail(base::Invalid("password_too_short", "The password is too short."));
  }
  if (const auto fault = base::FaultOfPassword(password)) {
    return base::Fail(base::Invalid("password_not_allowed", "The password " + *fault + "."));
  }
  return {};
}

}  // namespace bearward::model
