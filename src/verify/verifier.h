// Verifier: the one answer to "may the bearer of this do that?", for the API, the portal and the
// gateways alike, and the only maker of a Caller.
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
#include "verify/flights.h"
#include "verify/limiter.h"
#include "verify/passwords.h"
#include "verify/question.h"
#include "verify/refresh_claim.h"
#include "verify/refusal_log.h"
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
    // password_memory is how long a checked Basic password is believed without hashing again.
    std::chrono::seconds password_memory{300};
    // password_cache_key makes the cache's digests of passwords and client secrets useless outside
    // this process.
    base::Secret password_cache_key;
  };
  // The constructor connects to the store's commits; make it before the first write.
  Verifier(Parts parts, Settings settings);

  // Warm learns what must be known before new tokens can be judged from memory. It blocks; call it
  // at the start and now and then. Until it has succeeded the store is asked about each token.
  base::Status Warm();
  // ForgetRefusals empties the negative cache: after the wall clock was set, what was refused as
  // expired may be valid.
  void ForgetRefusals();
  // TryCached answers from memory, without blocking or touching the store, and when it allows what
  // it has seen without allocating; nullopt when it would have to ask. What cannot be a credential,
  // what was just now looked for in vain, and what is over for good is denied from memory too. A
  // new token of which all is known but whether its signature is right has that checked. Good on an
  // I/O thread.
  std::optional<Decision> TryCached(const Credential& credential, const Question& question) const;
  // Verify answers in every case; it may block on the store, and for the password schemes on a
  // hash, so it belongs on a worker. Of many that ask about one credential at a time, one asks the
  // store for all. `peer` is the address that failed passwords are counted for: those of different
  // addresses are checked and counted apart.
  Decision Verify(const Credential& credential, const Question& question, std::string_view peer);

  // ReadRefresh recognises a refresh token of a profile: kUnauthenticated "invalid_refresh_token"
  // for anything else, an expired one included.
  base::Result<RefreshClaim> ReadRefresh(const base::Secret& text, std::string_view profile);

  // client_secrets checks the secrets of applications; Verify comes through it too.
  ClientSecrets& client_secrets() { return client_secrets_; }
  // Spend takes a permit from each rate limit of a principal, authenticated by password or refresh
  // token: kLimited "rate_limited" when there is none, else the state of the nearest limit.
  base::Result<std::optional<model::LimitState>> Spend(const model::Principal& principal);
  // limiter holds the rate limits. Each question that is allowed and spends takes a permit.
  const Limiter& limiter() const { return limiter_; }
  // cached_verdicts and cached_bytes tell what is remembered, for the metrics.
  std::size_t cached_verdicts() const { return cache_.size(); }
  std::size_t cached_bytes() const { return cache_.bytes(); }
  // usage keeps when keys were used: flush it now and then. Whoever checks an application's secret
  // notes it there.
  Usage& usage() { return *usage_; }
  // refusals keeps what was refused, for the event log: flush it often.
  RefusalLog& refusals() { return *refusals_; }
  // waiting counts those that wait for an answer that another one asks for.
  std::size_t waiting() const { return flights_.waiting(); }

 private:
  struct ReadJwt;
  struct WantedSession;
  struct Memory;
  // Resolved is whom the slow half found behind a credential.
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
  base::Status CheckDeadEnd(const base::Digest& digest, const Credential& credential) const;
  void NoteIfOver(const base::Digest& digest, Scheme scheme, const base::Error& error) const;
  base::Result<Verdict> AskForAll(const base::Digest& digest, const Credential& credential,
                                  const Question& question, std::string_view peer);
  base::Result<Verdict> Ask(const base::Digest& digest, const Credential& credential,
                            const Question& question, std::string_view peer);
  Verdict Remember(const base::Digest& digest, const Credential& credential, Resolved resolved,
                   std::uint64_t epoch, bool spends) const;
  // The epoch that a resolving function is given was read before it began.
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
  Flights flights_;
  ClientSecrets client_secrets_;
  std::unique_ptr<Usage> usage_;
  std::unique_ptr<RefusalLog> refusals_;
};

}  // namespace bearward::verify
