// PasswordImport: validates password hashes of other products and converts them to the stored form.
// VerifyPassword accepts them; a successful sign-in replaces them by Argon2id.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/words.h"

namespace bearward::crypto {

// PasswordHashType is the algorithm of an imported hash (contracts: WorkOS section 4.3).
enum class PasswordHashType : std::uint8_t {
  kBcrypt,
  kFirebaseScrypt,
  kSsha,
  kSsha256,
  kScrypt,
  kPbkdf2,
  kArgon2
};

// SaltPosition is the position of the salt relative to the password in an ssha256 digest.
enum class SaltPosition : std::uint8_t { kSuffix, kPrefix };

// kLongestImportedMatch limits the time of one comparison with an imported hash, on one core of the
// reference machine (bench/README.md), so that no accepted hash makes a sign-in slower. The time
// for hashes created by Bearward depends on `login.memory_kib` and `login.passes`.
inline constexpr std::chrono::milliseconds kLongestImportedMatch{600};
// kMostImportedMemoryKib limits the memory of one comparison.
inline constexpr std::uint64_t kMostImportedMemoryKib = 256 * 1024;

// EstimatedMatchTime returns the processor time of one comparison with a hash on the reference
// machine; nullopt if IsPasswordHash is false. A password that differs from its PasswordForm takes
// twice that time.
std::optional<std::chrono::microseconds> EstimatedMatchTime(std::string_view hash);

// ForeignPasswordHash is a hash as supplied by an operator or an API client. Without `type`, the
// prefix of the text must determine the type.
struct ForeignPasswordHash {
  std::string_view text;
  std::optional<PasswordHashType> type;
  std::optional<SaltPosition> salt_position;
};

// ImportPasswordHash returns the text to store. It returns kInvalid "invalid_password_hash", with a
// sentence that begins with `password_hash`, for an unknown form, a type that differs from `type`,
// a salt position for a type other than ssha256, or a cost over one of the two limits above.
base::Result<std::string> ImportPasswordHash(const ForeignPasswordHash& foreign);

}  // namespace bearward::crypto

template <>
struct bearward::base::WordsOf<bearward::crypto::PasswordHashType> {
  static constexpr std::array<std::string_view, 7> kWords = {
      "bcrypt", "firebase-scrypt", "ssha", "ssha256", "scrypt", "pbkdf2", "argon2"};
};

template <>
struct bearward::base::WordsOf<bearward::crypto::SaltPosition> {
  static constexpr std::array<std::string_view, 2> kWords = {"suffix", "prefix"};
};
