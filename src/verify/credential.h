// Credential: what a request presents, not yet verified.
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

// Scheme says how the credential was presented.
enum class Scheme : std::uint8_t {
  kBearer,           // Authorization: Bearer <token>
  kApiKey,           // X-Api-Key: <guid>
  kBasic,            // Authorization: Basic base64(username:password)
  kIntegrator,       // Authorization: Integrator base64(username:password), with an account number
  kClientSecret,     // a client id and its secret, sent by any method of OAuth 2.0
  kClientAssertion,  // a JWT signed by the client itself (RFC 7523)
};

// IsPassword says whether verifying a credential of this scheme requires the hash of a password.
constexpr bool IsPassword(Scheme scheme) {
  return scheme == Scheme::kBasic || scheme == Scheme::kIntegrator;
}

// AsSent is the id and secret of a client before percent-decoding.
struct AsSent {
  std::string login;
  base::Secret password;
};

// Credential owns its secret parts. For kBearer and kApiKey, `token` is the whole string. For the
// password schemes, `environment` (where the login is looked up), `login` and `password` are set,
// and `account` if the request names an organization by number. For clients, `login` is the client
// id and `password` is the secret or the assertion.
struct Credential {
  Scheme scheme = Scheme::kBearer;
  std::string_view token;  // a view into the request: not copied on the hot path
  model::EnvironmentId environment;
  std::string login;
  base::Secret password;
  std::optional<std::int64_t> account;
  // origin of the request, for the events about a password; it lives as long as the request.
  const model::Origin* origin = nullptr;
  // as_sent is the undecoded id and secret of a client, tried if the decoded ones do not match.
  // Unset if both variants are equal.
  std::optional<AsSent> as_sent;
  // audiences are the names of this server that are accepted as `aud` of a client assertion.
  std::vector<std::string> audiences;
};

// Form is the kind of a credential, determined from its text and scheme.
enum class Form : std::uint8_t {
  kJwt,
  kReference,
  kSecretKey,        // sk_... of an environment
  kUserKey,          // a GUID in X-Api-Key
  kOrganizationKey,  // bw_... of an organization or a user in it, or an imported key (resolver.cc)
  kPassword,
  kClientSecret,
  kClientAssertion,
  kMalformed,  // cannot be a credential; refused before any lookup (incident class B3)
};

// FormOf determines the form from the text and the scheme, without a lookup.
Form FormOf(const Credential& credential);
// StoredHashOf returns the hash under which the store keeps a token or key. A GUID in X-Api-Key is
// not case-sensitive.
base::Digest StoredHashOf(const Credential& credential);
// CacheKeyOf returns the key of the credential in the verdict cache. It differs for texts of
// different schemes. `account` is the number of the organization that a password is presented for.
// Passwords and client secrets are hashed with `key`, so that the digests are useless outside this
// process. A token or API key costs one SHA-256 and no allocation.
base::Digest CacheKeyOf(const Credential& credential, std::optional<std::int64_t> account,
                        const base::Secret& key);

// RefreshClaim is the content of a refresh token, to be compared with its session.
struct RefreshClaim {
  model::EnvironmentId environment;
  model::SessionId session;
  std::int64_t generation = 0;
};

}  // namespace bearward::verify
