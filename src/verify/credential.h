// Credential: what a request presents, not yet believed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/secret.h"
#include "model/event.h"
#include "model/ids.h"

namespace bearward::verify {

// Scheme says how it was presented.
enum class Scheme : std::uint8_t {
  kBearer,           // Authorization (or TeleTracker's Authentication): Bearer <token>
  kApiKey,           // X-Api-Key: <guid>
  kBasic,            // Authorization: Basic base64(username:password)
  kIntegrator,       // Authorization: Integrator base64(username:password), with an account number
  kClientSecret,     // a client id and its secret, in whichever way OAuth 2.0 clients send them
  kClientAssertion,  // a JWT that the client signed itself (RFC 7523)
};

// AsSent is a client's id and secret before percent-decoding.
struct AsSent {
  std::string login;
  base::Secret password;
};

// Credential owns its secret parts. For kBearer and kApiKey `token` is the whole string; for the
// password schemes `environment` (where the login is looked up), `login` and `password` are set,
// and `account` when the request names an organization by number. Clients likewise: `login` is the
// client id, `password` the secret or the assertion.
struct Credential {
  Scheme scheme = Scheme::kBearer;
  std::string_view token;  // a view into the request: copied nowhere on the hot path
  model::EnvironmentId environment;
  std::string login;
  base::Secret password;
  std::optional<std::int64_t> account;
  // origin of the request, for the events about a password; lives as long as the request.
  const model::Origin* origin = nullptr;
  // as_sent is the other reading of a client's id and secret, tried when they do not match. Unset
  // where both readings are the same.
  std::optional<AsSent> as_sent;
  // audiences are the names of ours that a client assertion may be addressed to.
  std::vector<std::string> audiences;
};

// Form is what a credential looks like.
enum class Form : std::uint8_t {
  kJwt,
  kReference,
  kSecretKey,  // sk_... of an environment
  kUserKey,    // a GUID in X-Api-Key
  kPassword,
  kClientSecret,
  kClientAssertion,
  kMalformed,  // what cannot be one is refused before any lookup (incident class B3)
};

// FormOf looks at the text and the scheme, and asks nobody.
Form FormOf(const Credential& credential);
// StoredHashOf gives the hash by which the store would know a token or key of a form that it keeps.
// The case of a GUID in X-Api-Key does not count.
base::Digest StoredHashOf(const Credential& credential);

}  // namespace bearward::verify
