#include "crypto/password_import.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "base/encode.h"
#include "crypto/password_hash.h"

namespace bearward::crypto {
namespace {

constexpr std::array<std::pair<std::string_view, PasswordHashType>, 2> kLdapSchemes = {
    {{"{SSHA}", PasswordHashType::kSsha}, {"{SSHA256}", PasswordHashType::kSsha256}}};
constexpr std::string_view kDjango = "pbkdf2_sha";

base::Error Invalid(std::string_view rest) {
  return base::Invalid("invalid_password_hash", "`password_hash` " + std::string(rest));
}

std::size_t DigestSize(PasswordHashType type) { return type == PasswordHashType::kSsha ? 20 : 32; }

// "{SSHA}" and the base64 of digest and salt (LDAP userPassword). If the type is given, the prefix
// is optional.
std::optional<std::string> FromLdap(const ForeignPasswordHash& foreign) {
  std::string_view text = foreign.text;
  std::optional<PasswordHashType> type = foreign.type;
  for (const auto& [prefix, of] : kLdapSchemes) {
    if (text.size() < prefix.size() ||
        !base::EqualsIgnoreCase(text.substr(0, prefix.size()), prefix)) {
      continue;
    }
    if (type && *type != of) return std::nullopt;
    type = of;
    text.remove_prefix(prefix.size());
  }
  if (type != PasswordHashType::kSsha && type != PasswordHashType::kSsha256) return std::nullopt;
  const auto bytes = DecodeHashField(text);
  const std::size_t size = DigestSize(*type);
  if (!bytes || bytes->size() <= size) return std::nullopt;
  const bool prefix = foreign.salt_position == SaltPosition::kPrefix;
  const std::string_view name =
      *type == PasswordHashType::kSsha ? "ssha" : (prefix ? "ssha256-prefix" : "ssha256");
  return "$" + std::string(name) + "$" + EncodeHashField(bytes->substr(size)) + "$" +
         EncodeHashField(bytes->substr(0, size));
}

// "pbkdf2_sha256$600000$salt$hash" (Django), whose salt is plain text.
std::optional<std::string> FromDjango(std::string_view text) {
  const std::size_t iterations = text.find('$');
  const std::size_t salt = iterations == text.npos ? text.npos : text.find('$', iterations + 1);
  const std::size_t hash = salt == text.npos ? text.npos : text.find('$', salt + 1);
  if (hash == text.npos) return std::nullopt;
  std::string name(text.substr(0, iterations));
  std::ranges::replace(name, '_', '-');
  return "$" + name + "$i=" + std::string(text.substr(iterations + 1, salt - iterations - 1)) +
         "$" + EncodeHashField(text.substr(salt + 1, hash - salt - 1)) + "$" +
         std::string(text.substr(hash + 1));
}

std::optional<std::string> Stored(const ForeignPasswordHash& foreign) {
  if (foreign.text.starts_with('$')) return std::string(foreign.text);
  if (foreign.text.starts_with(kDjango)) return FromDjango(foreign.text);
  return FromLdap(foreign);
}

base::Status CheckCost(const PasswordHash& hash) {
  const std::uint64_t memory = hash.scheme->memory_kib(hash);
  if (memory > kMostImportedMemoryKib) {
    return base::Fail(Invalid("needs " + std::to_string(memory / 1024) + " MiB for each sign-in; " +
                              "at most " + std::to_string(kMostImportedMemoryKib / 1024) +
                              " MiB are accepted. Let the user choose a new password."));
  }
  const std::chrono::milliseconds time(hash.scheme->microseconds(hash) / 1000);
  if (time > kLongestImportedMatch) {
    return base::Fail(Invalid("needs about " + std::to_string(time.count()) +
                              " ms for each sign-in; at most " +
                              std::to_string(kLongestImportedMatch.count()) +
                              " ms are accepted. Let the user choose a new password."));
  }
  return {};
}

}  // namespace

std::optional<std::chrono::microseconds> EstimatedMatchTime(std::string_view hash) {
  const auto parsed = ParsePasswordHash(hash);
  if (!parsed) return std::nullopt;
  return std::chrono::microseconds(parsed->scheme->microseconds(*parsed));
}

base::Result<std::string> ImportPasswordHash(const ForeignPasswordHash& foreign) {
  auto stored = Stored(foreign);
  const auto hash = stored ? ParsePasswordHash(*stored) : std::nullopt;
  if (!hash) {
    return base::Fail(
        Invalid("has an unknown format. Write $argon2id$v=19$..., $2b$..., $scrypt$ln=..., "
                "$pbkdf2-sha256$i=..., $firebase-scrypt$..., {SSHA}... or {SSHA256}..."));
  }
  const PasswordHashType type = hash->scheme->type;
  if (foreign.type && *foreign.type != type) {
    return base::Fail(Invalid("is of the type " + std::string(base::Word(type)) +
                              ", but `password_hash_type` says " +
                              std::string(base::Word(*foreign.type)) + "."));
  }
  if (foreign.salt_position && type != PasswordHashType::kSsha256) {
    return base::Fail(Invalid("has a `password_salt_position`, which only ssha256 uses."));
  }
  const bool prefix = hash->scheme->variant == "SHA256 prefix";
  if (foreign.salt_position && prefix != (foreign.salt_position == SaltPosition::kPrefix)) {
    return base::Fail(Invalid("names another salt position than `password_salt_position`."));
  }
  BW_TRY(CheckCost(*hash));
  return *std::move(stored);
}

}  // namespace bearward::crypto
