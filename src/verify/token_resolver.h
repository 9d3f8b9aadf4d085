// TokenResolver: finds the principal of a token that is not in the verdict cache. Internal to
// verify.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/digest.h"
#include "base/result.h"
#include "base/secret.h"
#include "model/caller.h"
#include "store/store.h"
#include "token/keys.h"
#include "token/profiles.h"
#include "verify/credential.h"
#include "verify/revocations.h"
#include "verify/subject_cache.h"

namespace bearward::verify {

// Resolved is the principal behind a credential.
struct Resolved {
  std::shared_ptr<const model::Principal> principal;
  model::CredentialFacts credential;
};
using ResolvedResult = base::Result<Resolved>;

// TokenResolver is safe from any thread. It refuses with kUnauthenticated and a word of refusal.h.
// A failure of the store is kUnavailable. All functions but FromMemory may block on the store.
// `epoch` was read from the revocations before the call.
class TokenResolver {
 public:
  // Parts must outlive the resolver.
  struct Parts {
    store::Store& store;
    const token::Profiles& profiles;
    const token::Keys& keys;
    const base::Clock& clock;
    const RevokedTokens& revoked;
    SubjectCache& subjects;
  };
  // TokenResolver accepts JWTs of this issuer.
  TokenResolver(Parts parts, std::string issuer) : parts_(parts), issuer_(std::move(issuer)) {}

  // FromMemory resolves a new token without a session whose subject is cached; nullopt if the store
  // is needed. It checks the signature and does not block.
  std::optional<ResolvedResult> FromMemory(const Credential& credential) const;
  // FromJwt resolves a JWT access token.
  ResolvedResult FromJwt(std::string_view text, std::uint64_t epoch) const;
  // FromReference resolves an access token by the SHA-256 of its text.
  ResolvedResult FromReference(const base::Digest& hash, std::uint64_t epoch) const;
  // ReadRefresh parses a refresh token of a profile; see Verifier::ReadRefresh.
  base::Result<RefreshClaim> ReadRefresh(const base::Secret& text, std::string_view profile) const;

 private:
  struct ReadJwt;
  struct WantedSession;
  using Principal = std::shared_ptr<const model::Principal>;
  base::Result<ReadJwt> ReadSigned(std::string_view text) const;
  Principal FindCached(const ReadJwt& jwt) const;
  ResolvedResult SelfContained(const ReadJwt& jwt, std::uint64_t epoch) const;
  base::Result<Principal> LoadSession(store::ReadTx& tx, const WantedSession& wanted,
                                      std::uint64_t epoch) const;
  base::Result<RefreshClaim> ReadRefreshJwt(std::string_view text,
                                            const token::Profile& profile) const;

  Parts parts_;
  std::string issuer_;
};

}  // namespace bearward::verify
