#include "token/client_keys.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/encode.h"
#include "crypto/weak_rsa.h"
#include "json/reader.h"
#include "token/claim_values.h"

namespace bearward::token {
namespace {

constexpr json::Limits kLimits{.max_depth = 8, .max_size = kLongestJwks, .max_items = 500};
constexpr std::size_t kLongestKid = 128;

std::unexpected<base::Error> Bad(const std::string& text) {
  return base::Fail(base::Invalid("bad_jwks", text));
}

// Members of private and shared keys (RFC 7518 sections 6.2.2, 6.3.2 and 6.4).
bool HoldsASecret(const json::Value& jwk) {
  static constexpr std::array<std::string_view, 8> kSecrets = {"d",  "p",  "q",   "dp",
                                                               "dq", "qi", "oth", "k"};
  for (const std::string_view name : kSecrets) {
    if (jwk.Find(name) != nullptr) return true;
  }
  return false;
}

// Number decodes a base64url member; "" if it is missing or invalid.
std::string Number(const json::Value& jwk, std::string_view name) {
  const std::string* text = StringAt(jwk, name);
  if (text == nullptr) return {};
  return base::Base64UrlDecode(*text).value_or("");
}

base::Result<crypto::VerifyKey> ReadNumbers(const json::Value& jwk) {
  if (IsStringAt(jwk, "kty", "EC") && IsStringAt(jwk, "crv", "P-256")) {
    return crypto::VerifyKey::FromEc(Number(jwk, "x"), Number(jwk, "y"));
  }
  if (IsStringAt(jwk, "kty", "RSA")) {
    return crypto::VerifyKey::FromRsa(Number(jwk, "n"), Number(jwk, "e"));
  }
  return Bad("a key is neither EC on P-256 nor RSA");
}

// An absent member is no restriction. A member with another value makes the key unusable.
bool SaysNoOther(const json::Value& jwk, std::string_view name, std::string_view wanted) {
  return jwk.Find(name) == nullptr || IsStringAt(jwk, name, wanted);
}

base::Result<ClientKey> ReadKey(const json::Value& jwk) {
  if (HoldsASecret(jwk)) return Bad("a key is private; register the public half only");
  auto key = ReadNumbers(jwk);
  if (!key && key.error().reason == "weak_key") return Bad("an RSA key has fewer than 2048 bits");
  if (!key && key.error().reason != "bad_jwks") return Bad("a key cannot be read");
  if (!key) return base::Fail(std::move(key).error());
  if (!SaysNoOther(jwk, "alg", base::Word(key->algorithm()))) {
    return Bad("a key is for another algorithm than ES256 or RS256");
  }
  if (!SaysNoOther(jwk, "use", "sig")) return Bad("a key is not for signatures");
  const json::Value* kid = jwk.Find("kid");
  if (kid == nullptr) return ClientKey{"", *std::move(key)};
  const std::string* name = kid->AsString();
  if (name == nullptr || name->empty() || name->size() > kLongestKid) {
    return Bad("a kid is not a text of 1 to 128 bytes");
  }
  return ClientKey{*name, *std::move(key)};
}

// An absent list is no restriction. A duplicate operation in the list is malformed.
bool MayVerify(const json::Value& jwk) {
  const json::Value* operations = jwk.Find("key_ops");
  if (operations == nullptr) return true;
  if (!IsStringListAt(jwk, "key_ops")) return false;
  return std::ranges::count(*operations->AsArray(), json::Value::String("verify")) == 1;
}

base::Status CheckNew(const json::Value& jwk) {
  if (!MayVerify(jwk)) {
    return Bad(
        "key_ops of a key is not a list that contains \"verify\"; a client key only verifies");
  }
  if (crypto::HasRocaFingerprint(Number(jwk, "n"))) {
    return Bad("an RSA key was made by the flawed generator of CVE-2017-15361; make a new one");
  }
  return {};
}

}  // namespace

base::Result<std::vector<ClientKey>> ReadNewClientKeys(std::string_view text) {
  BW_TRY_ASSIGN(auto keys, ReadClientKeys(text));
  const base::Result<json::Value> set = json::Parse(text, kLimits);
  for (const json::Value& jwk : *set->Find("keys")->AsArray()) BW_TRY(CheckNew(jwk));
  return keys;
}

base::Result<std::vector<ClientKey>> ReadClientKeys(std::string_view text) {
  const base::Result<json::Value> set = json::Parse(text, kLimits);
  const json::Value* list = set ? set->Find("keys") : nullptr;
  if (list == nullptr || !list->IsArray() || list->AsArray()->empty()) {
    return Bad("it is not an object with a list of keys");
  }
  if (list->AsArray()->size() > kMostClientKeys) return Bad("it has too many keys");
  std::vector<ClientKey> keys;
  for (const json::Value& jwk : *list->AsArray()) {
    BW_TRY_ASSIGN(ClientKey key, ReadKey(jwk));
    keys.push_back(std::move(key));
  }
  return keys;
}

}  // namespace bearward::token
