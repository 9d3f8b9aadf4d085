#include "verify/credential.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.h"
#include "base/id.h"
#include "crypto/hash.h"
#include "crypto/mac.h"
#include "token/api_key.h"
#include "token/jwt.h"
#include "token/reference.h"

namespace bearward::verify {
namespace {

constexpr std::size_t kUuidLength = 36;

constexpr bool IsWordCharacter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

// sk_ and 8 to 128 letters, digits or underscores: the secret keys of environments.
bool LooksLikeSecretKey(std::string_view text) {
  constexpr std::string_view kPrefix = "sk_";
  if (!text.starts_with(kPrefix)) return false;
  text.remove_prefix(kPrefix.size());
  return text.size() >= 8 && text.size() <= 128 && std::ranges::all_of(text, IsWordCharacter);
}

// Only keys that were imported by their digest have a text of this form. What resembles a key or a
// token of ours is excluded, so that a mistyped one is refused without a lookup.
bool LooksImported(std::string_view text) {
  constexpr std::size_t kShortest = 20;
  constexpr std::size_t kLongest = 128;
  if (text.size() < kShortest || text.size() > kLongest) return false;
  const std::string prefix = base::Lower(text.substr(0, 3));
  if (prefix == "sk_" || prefix == "bw_" || base::CanonicalUuid(text)) return false;
  return std::ranges::all_of(text, [](char c) { return IsWordCharacter(c) || c == '-'; });
}

// Tagged marks a digest with the scheme of the hashed text, so that texts of two schemes never
// share a digest: finding two SHA-256 values that differ only in the first byte is as hard as
// finding two equal ones. The digest of a bearer token stays equal to the hash in the store.
base::Digest Tagged(Scheme scheme, base::Digest digest) {
  static_assert(static_cast<std::uint8_t>(Scheme::kBearer) == 0);
  digest[0] ^= static_cast<std::uint8_t>(scheme);
  return digest;
}

// A GUID in X-Api-Key is not case-sensitive.
base::Digest ApiKeyDigest(std::string_view text) {
  std::array<char, kUuidLength> lower{};
  if (text.size() != lower.size()) return crypto::Sha256(text);
  std::ranges::transform(text, lower.begin(), base::LowerChar);
  return crypto::Sha256(std::string_view(lower.data(), lower.size()));
}

std::string_view SchemeTag(Scheme scheme) {
  switch (scheme) {
    case Scheme::kBasic:
      return "basic";
    case Scheme::kIntegrator:
      return "integrator";
    case Scheme::kClientSecret:
      return "client secret";
    case Scheme::kClientAssertion:
      return "client assertion";
    case Scheme::kBearer:
    case Scheme::kApiKey:
      break;
  }
  return "token";
}

// Each field is hashed separately and with its length: no two claims share a digest (incident class
// E1).
base::Digest PasswordDigest(const Credential& credential, std::optional<std::int64_t> account,
                            const base::Secret& key) {
  std::array<char, 24> number{};
  std::size_t digits = 0;
  if (account) {
    const auto end = std::to_chars(number.data(), number.data() + number.size(), *account).ptr;
    digits = static_cast<std::size_t>(end - number.data());
  }
  const base::Digest fields =
      crypto::Sha256Parts({SchemeTag(credential.scheme), credential.environment.text,
                           credential.login, credential.password.Reveal(),
                           account ? "account" : "home", std::string_view(number.data(), digits)});
  if (!credential.as_sent) return crypto::HmacSha256(key.Reveal(), base::AsBytes(fields));
  const base::Digest both =
      crypto::Sha256Parts({"as sent", base::AsBytes(fields), credential.as_sent->login,
                           credential.as_sent->password.Reveal()});
  return crypto::HmacSha256(key.Reveal(), base::AsBytes(both));
}

}  // namespace

Form FormOf(const Credential& credential) {
  switch (credential.scheme) {
    case Scheme::kBearer:
      if (token::LooksLikeReference(credential.token)) return Form::kReference;
      if (LooksLikeSecretKey(credential.token)) return Form::kSecretKey;
      if (token::LooksLikeApiKey(credential.token)) return Form::kOrganizationKey;
      if (token::LooksLikeJwt(credential.token)) return Form::kJwt;
      return LooksImported(credential.token) ? Form::kOrganizationKey : Form::kMalformed;
    case Scheme::kApiKey:
      if (token::LooksLikeApiKey(credential.token)) return Form::kOrganizationKey;
      if (base::CanonicalUuid(credential.token)) return Form::kUserKey;
      // The digest of a text with the length of a GUID ignores its case.
      return LooksImported(credential.token) && credential.token.size() != kUuidLength
                 ? Form::kOrganizationKey
                 : Form::kMalformed;
    case Scheme::kBasic:
    case Scheme::kIntegrator:
      return Form::kPassword;
    case Scheme::kClientSecret:
      return Form::kClientSecret;
    case Scheme::kClientAssertion:
      return Form::kClientAssertion;
  }
  return Form::kMalformed;
}

base::Digest StoredHashOf(const Credential& credential) {
  if (credential.scheme == Scheme::kApiKey) return ApiKeyDigest(credential.token);
  return crypto::Sha256(credential.token);
}

base::Digest CacheKeyOf(const Credential& credential, std::optional<std::int64_t> account,
                        const base::Secret& key) {
  switch (credential.scheme) {
    case Scheme::kBearer:
      return crypto::Sha256(credential.token);
    case Scheme::kApiKey:
      return Tagged(credential.scheme, ApiKeyDigest(credential.token));
    case Scheme::kClientSecret:
    case Scheme::kClientAssertion:
      return Tagged(credential.scheme, PasswordDigest(credential, std::nullopt, key));
    case Scheme::kBasic:
    case Scheme::kIntegrator:
      break;
  }
  return Tagged(credential.scheme, PasswordDigest(credential, account, key));
}

}  // namespace bearward::verify
