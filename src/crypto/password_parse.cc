#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <vector>

#include "base/encode.h"
#include "crypto/password_hash.h"

namespace bearward::crypto {
namespace {

constexpr std::uint32_t kMinMemoryKib = 8;
constexpr std::uint32_t kMaxMemoryKib = 1U << 20;
constexpr std::uint32_t kMaxPasses = 64;
constexpr std::uint32_t kMaxLanes = 64;
constexpr std::uint32_t kMaxLogCost = 31;
constexpr std::uint32_t kMaxBlock = 64;
constexpr std::size_t kMinSalt = 8;
constexpr std::size_t kMaxSalt = 128;
constexpr std::size_t kMinHash = 16;
constexpr std::size_t kMaxHash = 64;
constexpr std::size_t kBcryptSalt = 22;
constexpr std::size_t kBcryptHash = 31;

// ReadNumber parses a decimal number without sign and leading zeros; the whole text must match.
std::optional<std::uint32_t> ReadNumber(std::string_view text) {
  std::uint32_t value = 0;
  if (text.empty() || text.front() == '0') return std::nullopt;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

// Parameters are "name=value" items; each name may occur once.
class Parameters {
 public:
  explicit Parameters(const std::vector<std::string_view>& items) {
    for (const std::string_view item : items) {
      const std::size_t equals = item.find('=');
      whole_ &= equals != std::string_view::npos && !Find(item.substr(0, equals));
      if (whole_) items_.push_back({item.substr(0, equals), item.substr(equals + 1)});
    }
  }
  std::optional<std::string_view> Find(std::string_view name) const {
    const auto found = std::ranges::find(items_, name, &Item::name);
    return found == items_.end() ? std::nullopt : std::optional(found->value);
  }
  bool Number(std::string_view name, std::uint32_t& value) const {
    const auto number = ReadNumber(Find(name).value_or(""));
    value = number.value_or(0);
    return number.has_value();
  }
  bool Bytes(std::string_view name, std::string& bytes) const {
    auto decoded = DecodeHashField(Find(name).value_or("*"));
    if (decoded) bytes = std::move(*decoded);
    return decoded.has_value();
  }
  // AreOnly returns whether the items are well-formed and all their names are in `names`.
  bool AreOnly(std::initializer_list<std::string_view> names) const {
    return whole_ && std::ranges::all_of(items_, [names](const Item& item) {
             return std::ranges::find(names, item.name) != names.end();
           });
  }

 private:
  struct Item {
    std::string_view name;
    std::string_view value;
  };
  std::vector<Item> items_;
  bool whole_ = true;
};

bool IsIn(std::uint32_t value, std::uint32_t least, std::uint32_t most) {
  return value >= least && value <= most;
}

bool TakeSaltAndHash(std::string_view salt, std::string_view bytes, std::size_t least_salt,
                     PasswordHash& hash) {
  auto decoded_salt = DecodeHashField(salt);
  auto decoded_hash = DecodeHashField(bytes);
  if (!decoded_salt || !decoded_hash) return false;
  hash.salt = std::move(*decoded_salt);
  hash.hash = std::move(*decoded_hash);
  return hash.salt.size() >= least_salt && hash.salt.size() <= kMaxSalt &&
         hash.hash.size() >= kMinHash && hash.hash.size() <= kMaxHash;
}

}  // namespace

std::optional<std::string> DecodeHashField(std::string_view text) {
  std::string padded(text.substr(0, text.find_last_not_of('=') + 1));
  for (char& c : padded) {
    if (c == '.' || c == '-') c = '+';
    if (c == '_') c = '/';
  }
  const std::size_t padding = (4 - padded.size() % 4) % 4;
  // Either the complete padding or none is allowed.
  if (text.size() != padded.size() && text.size() != padded.size() + padding) return std::nullopt;
  padded.append(padding, '=');
  return base::Base64Decode(padded);
}

std::string EncodeHashField(std::string_view bytes) {
  std::string text = base::Base64Encode(bytes);
  while (text.ends_with('=')) text.pop_back();
  return text;
}

// "[v=19$]m=65536,t=3,p=4$salt$hash"; without a version it is 16 (PHC string format, Argon2).
bool ParseArgon2(std::string_view rest, PasswordHash& hash) {
  auto parts = Split(rest, '$');
  hash.version = 16;
  if (parts.size() == 4) {
    if (parts[0] != "v=19" && parts[0] != "v=16") return false;
    hash.version = parts[0] == "v=19" ? 19 : 16;
    parts.erase(parts.begin());
  }
  if (parts.size() != 3) return false;
  const auto items = Split(parts[0], ',');
  const Parameters parameters(items);
  if (items.size() != 3 || !items[0].starts_with("m=") || !items[1].starts_with("t=")) return false;
  if (!parameters.Number("m", hash.memory_kib) || !parameters.Number("t", hash.passes) ||
      !parameters.Number("p", hash.lanes)) {
    return false;
  }
  return IsIn(hash.lanes, 1, kMaxLanes) && IsIn(hash.passes, 1, kMaxPasses) &&
         IsIn(hash.memory_kib, kMinMemoryKib * hash.lanes, kMaxMemoryKib) &&
         TakeSaltAndHash(parts[1], parts[2], kMinSalt, hash);
}

// "10$", 22 characters of salt and 31 of hash in bcrypt's own base64, which are not decoded.
bool ParseBcrypt(std::string_view rest, PasswordHash& hash) {
  if (rest.size() != 3 + kBcryptSalt + kBcryptHash || rest[2] != '$') return false;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (!is_digit(rest[0]) || !is_digit(rest[1])) return false;
  hash.log_cost = static_cast<std::uint32_t>((rest[0] - '0') * 10 + (rest[1] - '0'));
  hash.salt = rest.substr(3, kBcryptSalt);
  hash.hash = rest.substr(3 + kBcryptSalt);
  const bool encoded = std::ranges::all_of(rest.substr(3), [&](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '/';
  });
  return encoded && IsIn(hash.log_cost, 4, kMaxLogCost);
}

// "ln=14,r=8,p=1$salt$hash", or with n=16384 instead of ln.
bool ParseScrypt(std::string_view rest, PasswordHash& hash) {
  const auto parts = Split(rest, '$');
  if (parts.size() != 3) return false;
  const Parameters parameters(Split(parts[0], ','));
  if (!parameters.Number("r", hash.block) || !parameters.Number("p", hash.lanes)) return false;
  std::uint32_t n = 0;
  if (parameters.AreOnly({"n", "r", "p"}) && parameters.Number("n", n)) {
    while (hash.log_cost < kMaxLogCost && (n >> hash.log_cost) > 1) ++hash.log_cost;
    if (n != 1U << hash.log_cost) return false;
  } else if (!parameters.AreOnly({"ln", "r", "p"}) || !parameters.Number("ln", hash.log_cost)) {
    return false;
  }
  return IsIn(hash.log_cost, 1, kMaxLogCost) && IsIn(hash.block, 1, kMaxBlock) &&
         IsIn(hash.lanes, 1, kMaxLanes) && TakeSaltAndHash(parts[1], parts[2], 1, hash);
}

// "hash=..$salt=..$sk=..$ss=..$r=8$m=14", as written by WorkOS' migration tool, or the PHC form
// "r=8,m=14,sk=..,ss=..$salt$hash".
bool ParseFirebaseScrypt(std::string_view rest, PasswordHash& hash) {
  auto parts = Split(rest, '$');
  std::vector<std::string_view> items = parts;
  if (parts.size() == 3) items = Split(parts[0], ',');
  const Parameters parameters(items);
  const bool read = parameters.Bytes("sk", hash.signer_key) &&
                    parameters.Bytes("ss", hash.separator) && parameters.Number("r", hash.block) &&
                    parameters.Number("m", hash.log_cost);
  if (!read) return false;
  const bool tagged = parts.size() == 6 &&
                      parameters.AreOnly({"hash", "salt", "sk", "ss", "r", "m"}) &&
                      parameters.Bytes("hash", hash.hash) && parameters.Bytes("salt", hash.salt);
  const bool phc = parts.size() == 3 && parameters.AreOnly({"sk", "ss", "r", "m"}) &&
                   TakeSaltAndHash(parts[1], parts[2], 1, hash);
  // The hash is the signer key, encrypted without padding, so both have the same length.
  return (tagged || phc) && IsIn(hash.log_cost, 1, kMaxLogCost) && IsIn(hash.block, 1, kMaxBlock) &&
         hash.signer_key.size() >= kMinHash && hash.signer_key.size() <= kMaxHash &&
         hash.hash.size() == hash.signer_key.size() && !hash.salt.empty() &&
         hash.salt.size() <= kMaxSalt && hash.separator.size() <= kMaxSalt;
}

// "i=600000,l=32$salt$hash", where l is optional, or "600000$salt$hash" (passlib).
bool ParsePbkdf2(std::string_view rest, PasswordHash& hash) {
  const auto parts = Split(rest, '$');
  if (parts.size() != 3 || !TakeSaltAndHash(parts[1], parts[2], 1, hash)) return false;
  if (const auto bare = ReadNumber(parts[0])) {
    hash.passes = *bare;
    return true;
  }
  const Parameters parameters(Split(parts[0], ','));
  std::uint32_t length = 0;
  return parameters.AreOnly({"i", "l"}) && parameters.Number("i", hash.passes) &&
         (!parameters.Find("l") || (parameters.Number("l", length) && length == hash.hash.size()));
}

// "salt$hash": the stored form of {SSHA} and {SSHA256}.
bool ParseSaltedSha(std::string_view rest, PasswordHash& hash) {
  const auto parts = Split(rest, '$');
  return parts.size() == 2 && TakeSaltAndHash(parts[0], parts[1], 1, hash) &&
         hash.hash.size() == (hash.scheme->variant == "SHA1" ? 20U : 32U);
}

}  // namespace bearward::crypto
