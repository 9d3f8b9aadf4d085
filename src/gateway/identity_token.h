// IdentityTokens: short-lived signed tokens that state the caller's identity, for APIs that do not
// trust plain headers.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "model/caller.h"
#include "model/policy.h"
#include "token/keys.h"
#include "token/profiles.h"

namespace bearward::gateway {

// IdentityTokens is safe from any thread. A token is an ES256 JWT of the profile gateway.identity.
// It has its own `typ`, which recipients must check (RFC 8725 section 3.11), and iss, sub, aud (the
// policy's name), env, org (if any), roles, iat and exp. It does not outlive the credential. It is
// signed once per credential and policy, and cached for half of its lifetime.
class IdentityTokens {
 public:
  struct Parts {
    token::Keys& keys;
    const token::Profiles& profiles;
    const base::Clock& clock;
  };
  IdentityTokens(Parts parts, std::string issuer);
  ~IdentityTokens();

  // Remembered returns a cached token for the current state of the caller; nullopt on a cache miss.
  // Allocates only the returned text.
  std::optional<std::string> Remembered(const model::Caller& caller,
                                        const model::Policy& policy) const;
  // Get returns the cached token or signs a new one; kUnavailable when there is no signing key.
  base::Result<std::string> Get(const model::Caller& caller, const model::Policy& policy);

 private:
  struct Shard;
  // Life is the issue time and the expiry of a token.
  struct Life {
    base::Time from;
    base::Time to;
  };
  base::Result<std::string> Sign(const model::Caller& caller, const model::Policy& policy,
                                 const token::Profile& profile, const Life& life) const;

  Parts parts_;
  std::string issuer_;
  std::unique_ptr<Shard[]> shards_;
};

}  // namespace bearward::gateway
