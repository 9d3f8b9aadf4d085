// Password: hashes by Argon2id (RFC 9106) in the PHC text form, and compares with those that
// ImportPasswordHash takes (password_import.h). Each call takes tens of milliseconds or more and
// the memory of its cost: call it on the hashing pool only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/entropy.h"
#include "base/result.h"
#include "base/secret.h"

namespace bearward::crypto {

// PasswordCost sets the work of one hash; the lanes are always one.
struct PasswordCost {
  // memory_kib is the memory in KiB, 8 to 1048576.
  std::uint32_t memory_kib = 19456;
  // passes over that memory, 1 to 64.
  std::uint32_t passes = 2;

  bool operator==(const PasswordCost&) const = default;
};

// HashPassword gives `$argon2id$v=19$m=..,t=..,p=1$salt$hash` with a fresh 16-byte salt and a
// 32-byte hash of base::PasswordForm. A cost out of range is invalid ("invalid_password_cost"), so
// is a password over 4096 bytes ("password_too_long"); no memory is unavailable.
base::Result<std::string> HashPassword(const base::Secret& password, PasswordCost cost,
                                       base::Entropy& entropy);

// PasswordMatch is what a hash says about a password: kForm when base::PasswordForm of it made the
// hash, kAsTyped when the bytes themselves did. The latter are hashes of release 0.1.0 or of
// another product, and are to be renewed.
enum class PasswordMatch : std::uint8_t { kNone, kForm, kAsTyped };

// MatchPassword compares in constant time over the hash. Another text than a password hash is
// invalid
// ("invalid_password_hash"); a lack of memory is unavailable, never kNone. A password that differs
// from its form costs two hashes, whatever the outcome; all others cost one.
base::Result<PasswordMatch> MatchPassword(const base::Secret& password, std::string_view phc);

// PasswordHashesChecked counts the hashes that MatchPassword has computed in this process, where
// they are computed: a caller that skips one, whatever it reports, is seen by its test.
std::uint64_t PasswordHashesChecked();

// VerifyPassword is MatchPassword where any match will do.
base::Result<bool> VerifyPassword(const base::Secret& password, std::string_view phc);

// IsPasswordHash says whether VerifyPassword can use the text.
bool IsPasswordHash(std::string_view text);

// CostOfPasswordHash reads the cost of a hash of our own form; nullopt for any other text, hashes
// of other products included. A hash without today's cost is renewed at the next sign-in.
std::optional<PasswordCost> CostOfPasswordHash(std::string_view phc);

}  // namespace bearward::crypto
