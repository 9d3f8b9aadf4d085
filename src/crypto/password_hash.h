// PasswordHash: one parsed password hash, and the table of schemes that compute hashes. Private to
// this module. The parsed text is untrusted.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "crypto/password_import.h"

namespace bearward::crypto {

struct HashScheme;

// PasswordHash holds the fields of a hash; each scheme uses only its own fields.
struct PasswordHash {
  const HashScheme* scheme = nullptr;
  std::uint32_t version = 0;     // Argon2: 16 or 19
  std::uint32_t memory_kib = 0;  // Argon2
  std::uint32_t passes = 0;      // Argon2 passes, PBKDF2 iterations
  std::uint32_t lanes = 1;       // Argon2, scrypt p
  std::uint32_t log_cost = 0;    // bcrypt cost, scrypt log2 N
  std::uint32_t block = 0;       // scrypt r
  std::string salt;              // bcrypt: as text, not decoded
  std::string hash;              // bcrypt: as text, not decoded
  std::string signer_key;        // Firebase
  std::string separator;         // Firebase
};

// HashScheme is one row of the table. `name` is between the first two '$' of a stored hash.
struct HashScheme {
  std::string_view name;
  PasswordHashType type;
  // digest or variant: distinguishes rows that share their functions.
  std::string_view variant;
  // parse parses the text after "$name$"; if it returns false, `hash` is only partly filled.
  bool (*parse)(std::string_view rest, PasswordHash& hash);
  // compute returns the bytes to compare with `hash`. A lack of memory is kUnavailable.
  base::Result<std::string> (*compute)(std::string_view password, const PasswordHash& hash);
  // microseconds and memory_kib estimate one call of compute on the reference machine.
  std::uint64_t (*microseconds)(const PasswordHash& hash);
  std::uint64_t (*memory_kib)(const PasswordHash& hash);
};

// ParsePasswordHash parses a stored hash; nullopt for any other text.
std::optional<PasswordHash> ParsePasswordHash(std::string_view text);

// The parsers of the table, in password_parse.cc.
bool ParseArgon2(std::string_view rest, PasswordHash& hash);
bool ParseBcrypt(std::string_view rest, PasswordHash& hash);
bool ParseScrypt(std::string_view rest, PasswordHash& hash);
bool ParseFirebaseScrypt(std::string_view rest, PasswordHash& hash);
bool ParsePbkdf2(std::string_view rest, PasswordHash& hash);
bool ParseSaltedSha(std::string_view rest, PasswordHash& hash);

// DecodeHashField decodes the base64 of password hashes: padded or not, also with "./" or "-_"
// instead of "+/".
std::optional<std::string> DecodeHashField(std::string_view text);
// EncodeHashField encodes as unpadded standard base64, the PHC form.
std::string EncodeHashField(std::string_view bytes);

}  // namespace bearward::crypto
