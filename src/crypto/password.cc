#include "crypto/password.h"

#include <sodium.h>

#include <charconv>

#include "base/encode.h"
#include "base/precis.h"

namespace bearward::crypto {
namespace {

constexpr std::uint32_t kMinMemoryKib = 8;
constexpr std::uint32_t kMaxMemoryKib = 1U << 20;
constexpr std::uint32_t kMaxPasses = 64;
constexpr std::size_t kSaltSize = crypto_pwhash_argon2id_SALTBYTES;
constexpr std::size_t kHashSize = 32;
constexpr std::size_t kMinHashSize = 16;
constexpr std::size_t kMaxHashSize = 64;
constexpr std::size_t kMaxPhc = 256;
constexpr std::size_t kMaxPassword = 4096;

struct Phc {
  PasswordCost cost;
  std::string salt;
  std::string hash;
};

bool InRange(const PasswordCost& cost) {
  return cost.memory_kib >= kMinMemoryKib && cost.memory_kib <= kMaxMemoryKib && cost.passes >= 1 &&
         cost.passes <= kMaxPasses;
}

// Cursor walks over the fields of a PHC string.
struct Cursor {
  std::string_view rest;

  bool Take(std::string_view wanted) {
    if (!rest.starts_with(wanted)) return false;
    rest.remove_prefix(wanted.size());
    return true;
  }
  // Number reads a decimal without sign and leading zeros.
  bool Number(std::uint32_t& value) {
    if (rest.empty() || rest.front() == '0') return false;
    const auto [end, code] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    if (code != std::errc()) return false;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    return true;
  }
};

// DecodeField reads unpadded standard base64, the PHC form.
std::optional<std::string> DecodeField(std::string_view text) {
  if (text.ends_with('=')) return std::nullopt;
  std::string padded(text);
  padded.append((4 - padded.size() % 4) % 4, '=');
  return base::Base64Decode(padded);
}

std::string EncodeField(std::string_view bytes) {
  std::string text = base::Base64Encode(bytes);
  while (text.ends_with('=')) text.pop_back();
  return text;
}

std::optional<Phc> ParsePhc(std::string_view text) {
  if (text.size() > kMaxPhc) return std::nullopt;
  Cursor cursor{text};
  Phc phc;
  const bool head = cursor.Take("$argon2id$v=19$m=") && cursor.Number(phc.cost.memory_kib) &&
                    cursor.Take(",t=") && cursor.Number(phc.cost.passes) && cursor.Take(",p=1$");
  if (!head || !InRange(phc.cost)) return std::nullopt;
  const std::size_t dollar = cursor.rest.find('$');
  if (dollar == std::string_view::npos) return std::nullopt;
  auto salt = DecodeField(cursor.rest.substr(0, dollar));
  auto hash = DecodeField(cursor.rest.substr(dollar + 1));
  if (!salt || salt->size() != kSaltSize || !hash) return std::nullopt;
  if (hash->size() < kMinHashSize || hash->size() > kMaxHashSize) return std::nullopt;
  phc.salt = std::move(*salt);
  phc.hash = std::move(*hash);
  return phc;
}

// Argon2id computes a hash of `size` bytes. The library's own verify function is not used: it says
// "no" when there is no memory, and that must not become a wrong password.
base::Result<std::string> Argon2id(std::string_view bytes, const PasswordCost& cost,
                                   std::string_view salt, std::size_t size) {
  static const bool ready = sodium_init() >= 0;
  if (!ready) return base::Fail(base::Internal("libsodium does not start"));
  std::string hash(size, '\0');
  if (crypto_pwhash_argon2id(
          reinterpret_cast<unsigned char*>(hash.data()), hash.size(), bytes.data(), bytes.size(),
          reinterpret_cast<const unsigned char*>(salt.data()), cost.passes,
          std::size_t{cost.memory_kib} * 1024, crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0) {
    return base::Fail(base::Unavailable("no_memory", "no memory for a password hash"));
  }
  return hash;
}

base::Result<bool> Matches(std::string_view bytes, const Phc& phc) {
  BW_TRY_ASSIGN(const std::string hash, Argon2id(bytes, phc.cost, phc.salt, phc.hash.size()));
  return base::ConstantTimeEqual(hash, phc.hash);
}

}  // namespace

base::Result<std::string> HashPassword(const base::Secret& password, PasswordCost cost,
                                       base::Entropy& entropy) {
  if (!InRange(cost)) {
    return base::Fail(base::Invalid("invalid_password_cost", "The hash cost is out of range."));
  }
  if (password.Reveal().size() > kMaxPassword) {
    return base::Fail(base::Invalid("password_too_long", "The password is too long."));
  }
  std::string salt(kSaltSize, '\0');
  entropy.Fill({reinterpret_cast<std::uint8_t*>(salt.data()), salt.size()});
  const base::Secret form(base::PasswordForm(password.Reveal()));
  BW_TRY_ASSIGN(const std::string hash, Argon2id(form.Reveal(), cost, salt, kHashSize));
  std::string phc = "$argon2id$v=19$m=" + std::to_string(cost.memory_kib);
  phc.append(",t=").append(std::to_string(cost.passes)).append(",p=1$");
  return phc.append(EncodeField(salt)).append("$").append(EncodeField(hash));
}

base::Result<PasswordMatch> MatchPassword(const base::Secret& password, std::string_view phc) {
  const auto parsed = ParsePhc(phc);
  if (!parsed) {
    return base::Fail(base::Invalid("invalid_password_hash", "The text is no password hash."));
  }
  if (password.Reveal().size() > kMaxPassword) return PasswordMatch::kNone;
  const base::Secret form(base::PasswordForm(password.Reveal()));
  BW_TRY_ASSIGN(const bool matches, Matches(form.Reveal(), *parsed));
  if (form.Reveal() == password.Reveal()) {
    return matches ? PasswordMatch::kForm : PasswordMatch::kNone;
  }
  // Computed even after a match, so that the time does not tell a right password from a wrong one.
  BW_TRY_ASSIGN(const bool as_typed, Matches(password.Reveal(), *parsed));
  if (matches) return PasswordMatch::kForm;
  return as_typed ? PasswordMatch::kAsTyped : PasswordMatch::kNone;
}

base::Result<bool> VerifyPassword(const base::Secret& password, std::string_view phc) {
  BW_TRY_ASSIGN(const PasswordMatch match, MatchPassword(password, phc));
  return match != PasswordMatch::kNone;
}

bool IsPasswordHash(std::string_view text) { return ParsePhc(text).has_value(); }

std::optional<PasswordCost> CostOfPasswordHash(std::string_view phc) {
  const auto parsed = ParsePhc(phc);
  return parsed ? std::optional(parsed->cost) : std::nullopt;
}

}  // namespace bearward::crypto
