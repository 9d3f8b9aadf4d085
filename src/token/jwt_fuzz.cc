// Checks for any text: it is either refused, or its parts have the documented form, and no
// signature of another key is accepted. Every payload that parses is passed to the claims readers
// and hints.
#include <cstdint>
#include <string_view>

#include "base/digest.h"
#include "base/encode.h"
#include "token/jwt.h"
#include "token/profiles.h"
#include "token/reference.h"

namespace {

using namespace bearward;

void Require(bool holds) {
  if (!holds) __builtin_trap();
}

const crypto::VerifyKey& Key() {
  static const crypto::VerifyKey kKey =
      *crypto::VerifyKey::FromSecret(base::Secret(std::string(32, 'k')));
  return kKey;
}

void ReadClaims(const json::Value& payload) {
  static const token::Profiles kProfiles;
  const model::EnvironmentId environment{"env_01RAVVKJ13DQ7T796KRMC0F12W"};
  for (const token::Profile& profile : kProfiles.rows()) {
    if (profile.environment_hint != nullptr) (void)profile.environment_hint(payload);
    if (profile.read_claims == nullptr) continue;
    const auto facts = profile.read_claims(payload, "https://door.example", environment);
    if (!facts) continue;
    Require(facts->session.empty() == !facts->token_id.empty() && facts->generation >= 0);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(bearward::base::AsBytes({data, size}));
  if (token::LooksLikeReference(text)) Require(!token::LooksLikeJwt(text));
  const auto jwt = token::ParseJwt(text);
  if (!jwt) {
    Require(jwt.error().reason == "malformed_token");
    return 0;
  }
  Require(token::LooksLikeJwt(text));
  Require(size <= token::kLongestJwt);
  Require(jwt->payload.IsObject());
  Require(std::string(jwt->signing_input) + "." + base::Base64UrlEncode(jwt->signature) == text);
  Require(!token::HasValidSignature(*jwt, Key()));
  ReadClaims(jwt->payload);
  return 0;
}
