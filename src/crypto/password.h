// Password: creates Argon2id hashes (RFC 9106) in the PHC text form, and compares passwords with
// these and with the hashes that ImportPasswordHash accepts (password_import.h). Each call takes
// tens of milliseconds or more and the memory of its cost: call it on the hashing pool only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/entropy.h"
#include "base/result.h"
#include "base/secret.h"

namespace bearward::crypto {

// PasswordCost is the work for one hash; the number of lanes is always one.
struct PasswordCost {
  // memory_kib is the memory in KiB, 8 to 1048576.
  std::uint32_t memory_kib = 19456;
  // passes over that memory, 1 to 64.
  std::uint32_t passes = 2;

  bool operator==(const PasswordCost&) const = default;
};

// HashPassword returns `$argon2id$v=19$m=..,t=..,p=1$salt$hash` with a new 16-byte salt and a
// 32-byte hash of base::PasswordForm. A cost out of range is kInvalid ("invalid_password_cost"), a
// password over 4096 bytes is kInvalid ("password_too_long"), a lack of memory is kUnavailable.
base::Result<std::string> HashPassword(const base::Secret& password, PasswordCost cost,
                                       base::Entropy& entropy);

// PasswordMatch is the result of a comparison: kForm if base::PasswordForm of the password matches
// the hash, kAsTyped if only the unchanged bytes match. The latter hashes come from release 0.1.0
// or from another product and should be renewed.
enum class PasswordMatch : std::uint8_t { kNone, kForm, kAsTyped };

// MatchPassword compares the hashes in constant time. A text that is not a password hash is
// kInvalid ("invalid_password_hash"); a lack of memory is kUnavailable, never kNone. A password
// that differs from its PasswordForm costs two hashes, whatever the result; all others cost one.
base::Result<PasswordMatch> MatchPassword(const base::Secret& password, std::string_view phc);

// PasswordHashesChecked returns how many hashes MatchPassword has computed in this process. Tests
// use it to detect a caller that skips the computation.
std::uint64_t PasswordHashesChecked();

// VerifyPassword is MatchPassword for callers that accept every kind of match.
base::Result<bool> VerifyPassword(const base::Secret& password, std::string_view phc);

// IsPasswordHash returns whether VerifyPassword supports the text.
bool IsPasswordHash(std::string_view text);

// CostOfPasswordHash returns the cost of a hash created by HashPassword; nullopt for any other
// text, including hashes of other products. A hash with another cost than the configured one is
// renewed at the next sign-in.
std::optional<PasswordCost> CostOfPasswordHash(std::string_view phc);

}  // namespace bearward::crypto
