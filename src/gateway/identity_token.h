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

// kIdentityType is the `typ` of these tokens; whoever takes one checks it (RFC 8725 section 3.11).
inline constexpr std::string_view kIdentityType = "bearward-identity+jwt";

// IdentityTokens is safe from any thread. A token is an ES256 JWT with iss, sub, aud (the policy's
// name), env, org (where there is one), roles, iat and exp. It lives for the lifetime of the
// profile gateway.identity and never longer than the credential; it is signed once for each
// credential and policy, and used again for half of its life.
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
  base::Result<std::string> Sign(const model::Caller& caller, const model::Policy& policy,
                                 base::Time issued_at, base::Time expires_at) const;

  Parts parts_;
  std::string issuer_;
  std::unique_ptr<Shard[]> shards_;
};

}  // namespace bearward::gateway
