#include "model/password_policy.h"

#include <array>

#include "base/precis.h"

namespace bearward::model {
namespace {

using std::chrono::minutes;

constexpr std::array<PasswordPolicy, 3> kPolicies = {{
    {2, 0, minutes(0), 0},
    {6, 5, minutes(15), 5},
    {8, 3, minutes(15), 5},
}};
constexpr std::array<std::string_view, 3> kNames = {"low", "medium", "high"};

std::size_t IndexOf(PolicyLevel level) { return static_cast<std::size_t>(level) - 1; }

}  // namespace

const PasswordPolicy& PolicyOf(PolicyLevel level) { return kPolicies.at(IndexOf(level)); }

std::string_view PolicyLevelName(PolicyLevel level) { return kNames.at(IndexOf(level)); }

std::optional<PolicyLevel> ParsePolicyLevel(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<PolicyLevel>(i + 1);
  }
  return std::nullopt;
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
