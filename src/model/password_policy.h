// Password policy: WorkMobile's three levels, chosen per organization.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace bearward::model {

// PolicyLevel orders the levels; the numbers are WorkMobile's accountSecurityId.
enum class PolicyLevel : std::uint8_t { kLow = 1, kMedium = 2, kHigh = 3 };

// PasswordPolicy is one level's rules (contracts: WorkMobile section 4).
struct PasswordPolicy {
  std::size_t minimum_length;  // in characters (code points) of base::PasswordForm
  // failures_before_lock is 0 where wrong passwords never lock a user.
  int failures_before_lock;
  std::chrono::minutes lock_time;
  // remembered is how many previous passwords may not come back.
  int remembered;
};

// PolicyOf gives the rules of a level.
const PasswordPolicy& PolicyOf(PolicyLevel level);

// PolicyLevelName and ParsePolicyLevel translate to and from "low", "medium", "high".
std::string_view PolicyLevelName(PolicyLevel level);
std::optional<PolicyLevel> ParsePolicyLevel(std::string_view name);

// kLongestPassword bounds what is ever hashed, in bytes.
inline constexpr std::size_t kLongestPassword = 1024;

// CheckNewPassword refuses a password that the level does not allow by its length, or RFC 8265
// section 4.2 by its characters ("password_not_allowed"). The comparison with previous ones needs
// their hashes and is the caller's.
base::Status CheckNewPassword(PolicyLevel level, std::string_view password);

}  // namespace bearward::model
