#include "verify/credential.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/id.h"
#include "crypto/hash.h"
#include "token/jwt.h"
#include "token/reference.h"

namespace bearward::verify {
namespace {

// sk_ and 8 to 128 letters, digits or underscores: the secret keys of environments.
bool LooksLikeSecretKey(std::string_view text) {
  constexpr std::string_view kPrefix = "sk_";
  if (!text.starts_with(kPrefix)) return false;
  text.remove_prefix(kPrefix.size());
  return text.size() >= 8 && text.size() <= 128 && std::ranges::all_of(text, [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                  c == '_';
         });
}

}  // namespace

Form FormOf(const Credential& credential) {
  switch (credential.scheme) {
    case Scheme::kBearer:
      if (token::LooksLikeReference(credential.token)) return Form::kReference;
      if (LooksLikeSecretKey(credential.token)) return Form::kSecretKey;
      return token::LooksLikeJwt(credential.token) ? Form::kJwt : Form::kMalformed;
    case Scheme::kApiKey:
      return base::CanonicalUuid(credential.token) ? Form::kUserKey : Form::kMalformed;
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
  if (credential.scheme != Scheme::kApiKey) return crypto::Sha256(credential.token);
  return crypto::Sha256(base::Lower(credential.token));
}

}  // namespace bearward::verify
