// PasswordImport: password hashes of other products, checked and brought to the form that is
// stored. VerifyPassword takes them; a sign-in replaces them by Argon2id.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

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

// PasswordHashTypeName and ParsePasswordHashType translate to and from "bcrypt", "firebase-scrypt",
// "ssha", "ssha256", "scrypt", "pbkdf2", "argon2".
std::string_view PasswordHashTypeName(PasswordHashType type);
std::optional<PasswordHashType> ParsePasswordHashType(std::string_view name);

// SaltPosition is where the salt stood when an ssha256 digest was computed.
enum class SaltPosition : std::uint8_t { kSuffix, kPrefix };

// ParseSaltPosition takes "prefix" and "suffix".
std::optional<SaltPosition> ParseSaltPosition(std::string_view name);

// kLongestImportedMatch bounds the time of one comparison with an imported hash, on one core of the
// reference machine (bench/README.md): no accepted hash makes a sign-in slower. Hashes of our own
// take what `login.memory_kib` and `login.passes` say.
inline constexpr std::chrono::milliseconds kLongestImportedMatch{600};
// kMostImportedMemoryKib bounds the memory of one comparison.
inline constexpr std::uint64_t kMostImportedMemoryKib = 256 * 1024;

// EstimatedMatchTime is the processor time of one comparison with a hash on the reference machine;
// nullopt where IsPasswordHash is false. A password that differs from its form takes it twice.
std::optional<std::chrono::microseconds> EstimatedMatchTime(std::string_view hash);

// ForeignPasswordHash is a hash as an operator or a client of the API gives it. Without a type the
// text must tell it by its prefix.
struct ForeignPasswordHash {
  std::string_view text;
  std::optional<PasswordHashType> type;
  std::optional<SaltPosition> salt_position;
};

// ImportPasswordHash gives the text to store. kInvalid "invalid_password_hash", with a sentence
// that begins with `password_hash`, for an unknown form, another type than the one named, a salt
// position of anything but ssha256, or a cost over the two limits above.
base::Result<std::string> ImportPasswordHash(const ForeignPasswordHash& foreign);

}  // namespace bearward::crypto
