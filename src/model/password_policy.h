// Password policy: the three levels of WorkMobile, set per organization.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "base/words.h"

namespace bearward::model {

// PolicyLevel is ordered: a later level is stricter.
enum class PolicyLevel : std::uint8_t { kLow, kMedium, kHigh };

// PasswordPolicy is the rules of one level (contracts: WorkMobile section 4).
struct PasswordPolicy {
  std::size_t minimum_length;  // in characters (code points) of base::PasswordForm
  // failures_before_lock is 0 where wrong passwords never lock a user out.
  int failures_before_lock;
  std::chrono::minutes lock_time;
  // remembered is how many previous passwords must not be used again.
  int remembered;
  // has_minimum_strength says whether a password that is easy to guess is refused, if the settings
  // of the server require a strength.
  bool has_minimum_strength;
};

// PolicyOf returns the rules of a level.
const PasswordPolicy& PolicyOf(PolicyLevel level);

// kLongestPassword is the maximum length in bytes of a password that is hashed.
inline constexpr std::size_t kLongestPassword = 1024;

// CheckNewPassword refuses a password whose length the level does not allow, or whose characters
// RFC 8265 section 4.2 does not allow ("password_not_allowed"). The caller must compare it with
// previous passwords, because that needs their hashes.
base::Status CheckNewPassword(PolicyLevel level, std::string_view password);

}  // namespace bearward::model

template <>
struct bearward::base::WordsOf<bearward::model::PolicyLevel> {
  static constexpr std::array<std::string_view, 3> kWords = {"low", "medium", "high"};
};
