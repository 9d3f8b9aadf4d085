#include "crypto/password.h"

#include <sodium.h>

#include <array>
#include <cerrno>
#include <charconv>

#include "base/encode.h"

namespace bearward::crypto {
namespace {

constexpr std::uint32_t kMinMemoryKib = 8;
constexpr std::uint32_t kMaxMemoryKib = 1U << 20;
constexpr std::uint32_t kMaxPasses = 64;
constexpr std::uint32_t kMaxLanes = 16;
constexpr std::size_t kSaltSize = crypto_pwhash_SALTBYTES;
constexpr std::size_t kHashSize = 32;
constexpr std::size_t kMaxPassword = 4096;

struct Phc {
  PasswordCost cost;
  std::uint32_t lanes = 0;
};

bool InRange(const PasswordCost& cost) {
  return cost.memory_kib >= kMinMemoryKib && cost.memory_kib <= kMaxMemoryKib && cost.passes >= 1 &&
         cost.passes <= kMaxPasses;
}

bool SodiumReady() {
  static const bool ready = sodium_init() >= 0;
  return ready;
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
  // The library reads up to 127 characters.
  if (text.size() >= crypto_pwhash_STRBYTES) return std::nullopt;
  Cursor cursor{text};
  Phc phc;
  const bool head = cursor.Take("$argon2id$v=19$m=") && cursor.Number(phc.cost.memory_kib) &&
                    cursor.Take(",t=") && cursor.Number(phc.cost.passes) && cursor.Take(",p=") &&
                    cursor.Number(phc.lanes) && cursor.Take("$");
  if (!head || !InRange(phc.cost) || phc.lanes > kMaxLanes) return std::nullopt;
  if (phc.cost.memory_kib < 8 * phc.lanes) return std::nullopt;  // RFC 9106 section 3.1
  const std::size_t dollar = cursor.rest.find('$');
  if (dollar == std::string_view::npos) return std::nullopt;
  const auto salt = DecodeField(cursor.rest.substr(0, dollar));
  const auto hash = DecodeField(cursor.rest.substr(dollar + 1));
  if (!salt || salt->size() < 8 || !hash || hash->size() < 16) return std::nullopt;
  return phc;
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
  if (!SodiumReady()) return base::Fail(base::Internal("libsodium does not start"));
  std::array<std::uint8_t, kSaltSize> salt{};
  entropy.Fill(salt);
  std::array<unsigned char, kHashSize> hash{};
  const std::string_view bytes = password.Reveal();
  if (crypto_pwhash_argon2id(hash.data(), hash.size(), bytes.data(), bytes.size(), salt.data(),
                             cost.passes, std::size_t{cost.memory_kib} * 1024,
                             crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return base::Fail(base::Unavailable("no_memory", "no memory for a password hash"));
  }
  std::string phc = "$argon2id$v=19$m=" + std::to_string(cost.memory_kib);
  phc.append(",t=").append(std::to_string(cost.passes)).append(",p=1$");
  phc.append(EncodeField({reinterpret_cast<const char*>(salt.data()), salt.size()}));
  phc.append("$").append(EncodeField({reinterpret_cast<const char*>(hash.data()), hash.size()}));
  return phc;
}

base::Result<bool> VerifyPassword(const base::Secret& password, std::string_view phc) {
  if (!IsPasswordHash(phc)) {
    return base::Fail(base::Invalid("invalid_password_hash", "The text is no password hash."));
  }
  if (!SodiumReady()) return base::Fail(base::Internal("libsodium does not start"));
  const std::string text(phc);
  const std::string_view bytes = password.Reveal();
  if (bytes.size() > kMaxPassword) return false;
  // The library says -1 both for another password and for want of memory; errno tells them apart.
  errno = 0;
  if (crypto_pwhash_argon2id_str_verify(text.c_str(), bytes.data(), bytes.size()) == 0) return true;
  if (errno == EINVAL) return false;
  return base::Fail(base::Unavailable("no_memory", "no memory for a password hash"));
}

bool IsPasswordHash(std::string_view text) { return ParsePhc(text).has_value(); }

std::optional<PasswordCost> CostOfPasswordHash(std::string_view phc) {
  const auto parsed = ParsePhc(phc);
  return parsed ? std::optional(parsed->cost) : std::nullopt;
}

}  // namespace bearward::crypto
