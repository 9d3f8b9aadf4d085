#include "token/reference.h"

#include "base/id.h"
#include "crypto/hash.h"
#include "crypto/mac.h"

namespace bearward::token {
namespace {

constexpr std::size_t kUuidLength = 36;
constexpr std::size_t kUuidBytes = 16;

bool IsHyphenPlace(std::size_t place) {
  return place == 8 || place == 13 || place == 18 || place == 23;
}

bool IsLowerHex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

}  // namespace

base::Secret NewReference(base::Entropy& entropy) { return base::Secret(base::NewUuid(entropy)); }

base::Secret DeriveReference(const base::Secret& key, const base::Secret& spent,
                             model::TokenUse use) {
  const std::string_view tag = use == model::TokenUse::kAccess ? "access" : "refresh";
  // The intermediate digest separates the two fields and avoids a copy of the spent token.
  const base::Digest question = crypto::Sha256Parts({tag, spent.Reveal()});
  const base::Digest answer = crypto::HmacSha256(key.Reveal(), base::AsBytes(question));
  return base::Secret(base::UuidFromBytes(base::AsBytes(answer).substr(0, kUuidBytes)));
}

bool LooksLikeReference(std::string_view text) {
  if (text.size() != kUuidLength) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (IsHyphenPlace(i) ? text[i] != '-' : !IsLowerHex(text[i])) return false;
  }
  const char variant = text[19];
  return text[14] == '4' && (variant == '8' || variant == '9' || variant == 'a' || variant == 'b');
}

}  // namespace bearward::token
