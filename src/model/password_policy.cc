#include "model/password_policy.h"

#include <array>
#include <string>

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
    return base::Fail(
        base::Invalid("password_too_long", "The password is too long. It may have at most " +
                                               std::to_string(kLongestPassword) + " bytes."));
  }
  const std::size_t shortest = PolicyOf(level).minimum_length;
  if (base::CountCodePoints(base::PasswordForm(password)) < shortest) {
    return base::Fail(
        base::Invalid("password_too_short", "The password is too short. It must have at least " +
                                                std::to_string(shortest) + " characters."));
  }
  if (const auto fault = base::FaultOfPassword(password)) {
    return base::Fail(base::Invalid("password_not_allowed", "The password " + *fault + "."));
  }
  return {};
}

}  // namespace bearward::model
