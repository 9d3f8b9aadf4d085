// IdentityTokens: the small signed statement of who asks, for an API that does not want to believe
// bare headers.
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

// IdentityTokens is safe from any thread. A token is an ES256 JWT of the profile gateway.identity:
// a `typ` of its own, which whoever takes one checks (RFC 8725 section 3.11), and iss, sub, aud
// (the policy's name), env, org (where there is one), roles, iat and exp. It never lives longer
// than the credential. It is signed once for each credential and policy, and used again for half of
// its life.
class IdentityTokens {
 public:
  struct Parts {
    const token::Keys& keys;
    const token::Profiles& profiles;
    const base::Clock& clock;
  };
  IdentityTokens(Parts parts, std::string issuer);
  ~IdentityTokens();

  // Remembered gives a token that was signed lately for the caller as it is now; nullopt without
  // one. Allocates nothing but the text it gives.
  std::optional<std::string> Remembered(const model::Caller& caller,
                                        const model::Policy& policy) const;
  // Give gives that one or signs another; kUnavailable when no key signs now.
  base::Result<std::string> Give(const model::Caller& caller, const model::Policy& policy);

 private:
  struct Shard;
  // Life is when a token is issued and when it expires.
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
