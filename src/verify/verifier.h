// Verifier: answers whether the bearer of a credential may do something, for the API, the portal
// and the gateways. It is the only creator of a Caller.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/digest.h"
#include "base/secret.h"
#include "store/store.h"
#include "token/jwt.h"
#include "token/keys.h"
#include "token/profiles.h"
#include "verify/cache.h"
#include "verify/client_secrets.h"
#include "verify/credential.h"
#include "verify/decision.h"
#include "verify/limiter.h"
#include "verify/passwords.h"
#include "verify/question.h"
#include "verify/refresh_claim.h"
#include "verify/refusal_log.h"
#include "verify/single_flight.h"
#include "verify/standings.h"
#include "verify/usage.h"

namespace bearward::verify {

// Verifier is safe from any thread.
class Verifier {
 public:
  struct Parts {
    store::Store& store;
    const token::Profiles& profiles;
    const token::Keys& keys;
    Passwords& passwords;
    const base::Clock& clock;
  };
  struct Settings {
    std::string issuer;
    std::size_t cache_capacity = 1'000'000;
    std::size_t limiter_capacity = Limiter::kCapacity;
    // password_memory is how long a verified Basic password stays cached without hashing again.
    std::chrono::seconds password_memory{300};
    // password_cache_key is the HMAC key for the cache digests of passwords and client secrets. It
    // makes them useless outside this process.
    base::Secret password_cache_key;
  };
  // The constructor registers commit listeners at the store; call it before the first write.
  Verifier(Parts parts, Settings settings);

  // Warm loads the revoked tokens, so that new tokens can be verified from memory. It blocks; call
  // it at startup and periodically. Until it succeeds, each new token costs a store lookup.
  base::Status Warm();
  // ForgetRefusals clears the negative cache. Call it after the wall clock was set: a credential
  // that was refused as expired may be valid.
  void ForgetRefusals();
  // TryCached answers from memory, without blocking and without the store; nullopt if the store is
  // needed. An allowed cache hit does not allocate. Malformed credentials and hits of the negative
  // cache are denied. The signature of a new token is checked here if all else about it is known.
  // It may run on an I/O thread.
  std::optional<Decision> TryCached(const Credential& credential, const Question& question) const;
  // Verify answers in every case. It may block on the store and, for the password schemes, on a
  // hash: call it on a worker. Concurrent calls for one credential share one store lookup. `peer`
  // is the address for which failed passwords are counted; other addresses are checked and counted
  // separately.
  Decision Verify(const Credential& credential, const Question& question, std::string_view peer);

  // ReadRefresh parses a refresh token of a profile: kUnauthenticated "invalid_refresh_token" for
  // anything else, an expired one included.
  base::Result<RefreshClaim> ReadRefresh(const base::Secret& text, std::string_view profile);

  // client_secrets checks the secrets of applications; Verify uses it too.
  ClientSecrets& client_secrets() { return client_secrets_; }
  // Spend takes a permit from each rate limit of a principal authenticated by password or refresh
  // token: kLimited "rate_limited" if one has no permit, else the state of the nearest limit.
  base::Result<std::optional<model::LimitState>> Spend(const model::Principal& principal);
  // limiter holds the rate limits. Each allowed question with `spends` takes a permit.
  const Limiter& limiter() const { return limiter_; }
  // cached_verdicts and cached_bytes return the size of the verdict cache, for the metrics.
  std::size_t cached_verdicts() const { return cache_.size(); }
  std::size_t cached_bytes() const { return cache_.bytes(); }
  // usage records when keys and secrets were used: flush it periodically. Code that checks the
  // secret of an application outside of Verify must record the use there.
  Usage& usage() { return *usage_; }
  // refusals records refused requests for the event log: flush it often.
  RefusalLog& refusals() { return *refusals_; }
  // waiting returns the number of threads that wait for the lookup of another thread.
  std::size_t waiting() const { return single_flight_.waiting(); }

 private:
  struct ReadJwt;
  struct WantedSession;
  struct Memory;
  // Resolved is the principal behind a credential, found by the slow path.
  struct Resolved {
    std::shared_ptr<const model::Principal> principal;
    model::CredentialFacts credential;
  };
  using Found = base::Result<Resolved>;
  using Principal = std::shared_ptr<const model::Principal>;
  base::Digest KeyOf(const Credential& credential, const Question& question) const;
  std::optional<Decision> Recall(const base::Digest& digest, const Credential& credential,
                                 const Question& question) const;
  std::optional<Verdict> FindLive(const base::Digest& digest, bool is_use) const;
  base::Status CheckNegativeCache(const base::Digest& digest, const Credential& credential) const;
  void NoteIfOver(const base::Digest& digest, Scheme scheme, const base::Error& error) const;
  base::Result<Verdict> AskForAll(const base::Digest& digest, const Credential& credential,
                                  const Question& question, std::string_view peer);
  base::Result<Verdict> Ask(const base::Digest& digest, const Credential& credential,
                            const Question& question, std::string_view peer);
  Verdict Remember(const base::Digest& digest, const Credential& credential, Resolved resolved,
                   std::uint64_t epoch, bool spends) const;
  // `epoch` of the Resolve functions was read before they began.
  Found Resolve(const Credential& credential, const Question& question, std::string_view peer,
                std::uint64_t epoch);
  base::Result<ReadJwt> Believe(std::string_view text) const;
  Principal KnownStanding(const ReadJwt& jwt) const;
  std::optional<Found> ResolveFromMemory(const Credential& credential) const;
  Found ResolveJwt(std::string_view text, std::uint64_t epoch);
  Found ResolveSelfContained(const ReadJwt& jwt, std::uint64_t epoch);
  base::Result<Principal> LoadSession(store::ReadTx& tx, const WantedSession& wanted,
                                      std::uint64_t epoch);
  Found ResolveReference(const base::Digest& hash, std::uint64_t epoch);
  Found ResolveApiKey(const base::Digest& hash, bool of_user);
  Found ResolvePassword(const Credential& credential, const Question& question,
                        std::string_view peer);
  Found ResolveClientSecret(const Credential& credential, std::string_view peer);
  Found ResolveClientAssertion(const Credential& credential);
  base::Time RememberUntil(const Resolved& resolved) const;
  Decision Conclude(Verdict verdict, const Question& question) const;

  Parts parts_;
  Settings settings_;
  mutable VerdictCache cache_;
  mutable Limiter limiter_;
  std::shared_ptr<Memory> memory_;
  Standings standings_;
  SingleFlight single_flight_;
  ClientSecrets client_secrets_;
  std::unique_ptr<Usage> usage_;
  std::unique_ptr<RefusalLog> refusals_;
};

}  // namespace bearward::verify
