// Checks for any text: it is either refused, or its parts have the documented form, and no
// signature of another key is accepted. The same bytes read as a JWK set yield a bounded number of
// keys or an error, never a crash.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/encode.h"
#include "token/assertion.h"
#include "token/client_keys.h"

namespace {

using namespace bearward;

void Require(bool holds) {
  if (!holds) __builtin_trap();
}

const std::vector<token::ClientKey>& Keys() {
  static const std::vector<token::ClientKey> kKeys =
      *token::ReadClientKeys(R"({"keys":[{"kty":"EC","crv":"P-256",)"
                             R"("x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",)"
                             R"("y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}]})");
  return kKeys;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(bearward::base::AsBytes({data, size}));
  const auto keys = token::ReadClientKeys(text);
  if (keys) {
    Require(!keys->empty() && keys->size() <= token::kMostClientKeys);
  } else {
    Require(keys.error().reason == "bad_jwks");
  }
  const auto assertion = token::ParseAssertion(text);
  if (!assertion) {
    Require(assertion.error().reason == "bad_assertion");
    return 0;
  }
  Require(size <= token::kLongestAssertion);
  Require(!assertion->client_id.empty() && !assertion->id.empty());
  Require(std::string(assertion->signing_input) + "." +
              base::Base64UrlEncode(assertion->signature) ==
          text);
  const std::vector<std::string> audiences = {"https://door.example"};
  Require(!token::CheckAssertion(*assertion, Keys(), audiences, base::FromMillis(0)));
  return 0;
}
