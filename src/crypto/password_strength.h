// PasswordStrength: estimates how many guesses it takes to find a password, in the way of zxcvbn:
// the password is divided into common words, sequences, rows of keys, dates, repeats and the rest,
// so that the product of their guesses is as small as possible.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace bearward::crypto {

// PasswordWeakness is the kind of the longest part of a password that is easy to guess.
enum class PasswordWeakness : std::uint8_t {
  kNone,
  kCommon,    // a common password, name or word, also with digits for letters
  kPersonal,  // one of the given words
  kRepeat,
  kSequence,
  kKeyboard,
  kDate,
};

// kStrongest is the highest score.
inline constexpr int kStrongest = 4;

// PasswordStrength is an estimate. The score is 0 for less than 10^3 guesses, 1 for less than 10^6,
// 2 for less than 10^8, 3 for less than 10^10, else 4.
struct PasswordStrength {
  int score = 0;
  PasswordWeakness weakness = PasswordWeakness::kNone;
};

// EstimateStrength is a pure function and safe from any thread. `personal` are words that are easy
// to guess for this user, in lower case; a part of the password that equals one of them adds
// little. Only the first 256 bytes count, so that the time is less than 5 ms for every text. A NUL
// ends the text.
PasswordStrength EstimateStrength(std::string_view password,
                                  std::span<const std::string> personal = {});

}  // namespace bearward::crypto
