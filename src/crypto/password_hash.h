// PasswordHash: one stored password hash, taken apart, and the table of schemes that compute them.
// Private to the module. The text is foreign bytes.
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

// PasswordHash holds the fields of a hash; each scheme uses those that it knows.
struct PasswordHash {
  const HashScheme* scheme = nullptr;
  std::uint32_t version = 0;     // Argon2: 16 or 19
  std::uint32_t memory_kib = 0;  // Argon2
  std::uint32_t passes = 0;      // Argon2 passes, PBKDF2 iterations
  std::uint32_t lanes = 1;       // Argon2, scrypt p
  std::uint32_t log_cost = 0;    // bcrypt cost, scrypt log2 N
  std::uint32_t block = 0;       // scrypt r
  std::string salt;              // bcrypt: its text
  std::string hash;              // bcrypt: its text
  std::string signer_key;        // Firebase
  std::string separator;         // Firebase
};

// HashScheme is one row of the table. `name` stands between the first two '$' of a stored hash.
struct HashScheme {
  std::string_view name;
  PasswordHashType type;
  // digest or variant: what tells rows apart that share their functions.
  std::string_view variant;
  // parse reads what follows "$name$", and leaves `hash` half filled when it returns false.
  bool (*parse)(std::string_view rest, PasswordHash& hash);
  // compute makes the bytes that are compared with `hash`. A lack of memory is kUnavailable.
  base::Result<std::string> (*compute)(std::string_view password, const PasswordHash& hash);
  // microseconds and memory_kib of one compute on the reference machine.
  std::uint64_t (*microseconds)(const PasswordHash& hash);
  std::uint64_t (*memory_kib)(const PasswordHash& hash);
};

// ParsePasswordHash reads a stored hash; nullopt for any other text.
std::optional<PasswordHash> ParsePasswordHash(std::string_view text);

// The parsers of the table, in password_parse.cc.
bool ParseArgon2(std::string_view rest, PasswordHash& hash);
bool ParseBcrypt(std::string_view rest, PasswordHash& hash);
bool ParseScrypt(std::string_view rest, PasswordHash& hash);
bool ParseFirebaseScrypt(std::string_view rest, PasswordHash& hash);
bool ParsePbkdf2(std::string_view rest, PasswordHash& hash);
bool ParseSaltedSha(std::string_view rest, PasswordHash& hash);

// DecodeHashField reads base64 as hashes have it: padded or not, and with "./" or "-_" for "+/".
std::optional<std::string> DecodeHashField(std::string_view text);
// EncodeHashField writes unpadded standard base64, the PHC form.
std::string EncodeHashField(std::string_view bytes);

}  // namespace bearward::crypto
