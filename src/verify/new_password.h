// NewPassword: the rules of a password that is about to be set. Every entry point uses them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/password_policy.h"
#include "model/user.h"

namespace bearward::verify {

// AboutUser are the texts about a user that others know, so that a password made of them is easy to
// guess. Empty ones are ignored.
struct AboutUser {
  std::vector<std::string> emails;
  std::vector<std::string> names;
};

// PasswordEntry says where a password is set: in an API of a product, or in an interface for the
// operators of this server, which has a minimum strength of its own.
enum class PasswordEntry : std::uint8_t { kProduct, kOperator };

// MinimumStrength are the scores that a new password needs (crypto::EstimateStrength); 0: any.
struct MinimumStrength {
  unsigned of_operators = 0;
  unsigned of_products = 0;

  // For returns the score for an entry. That of operators applies everywhere.
  int For(PasswordEntry entry) const {
    const bool is_own = entry == PasswordEntry::kOperator;
    return static_cast<int>(is_own ? of_operators : std::max(of_operators, of_products));
  }
};

// AboutUserOf returns those of a stored user.
AboutUser AboutUserOf(const model::User& user);

// CheckNewPassword refuses a password that model::CheckNewPassword refuses. If the level has a
// minimum strength, it also refuses one that contains an email address of its user, or the part
// before the `@` if that has at least four characters (kInvalid "password_contains_email"), and one
// whose score (crypto::EstimateStrength) is below `minimum_score` ("password_too_weak"). With a
// score of zero there is neither rule.
base::Status CheckNewPassword(model::PolicyLevel level, std::string_view password,
                              const AboutUser& about, int minimum_score);

}  // namespace bearward::verify
