// Verifier: answers whether the bearer of a credential may do something, for the API, the portal
// and the gateways. It is the only creator of a Caller.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "model/caller.h"
#include "model/rate_limit.h"
#include "store/store.h"
#include "token/keys.h"
#include "token/profiles.h"
#include "verify/credential.h"
#include "verify/decision.h"

namespace bearward::verify {

class ClientSecrets;
class Passwords;
class RefusalLog;
class Revocations;
class Usage;

// SignInPermit is whether an attempt to sign in may proceed, and the state of its limit.
struct SignInPermit {
  base::Status status;
  std::optional<model::LimitState> limit;
};

// Verifier is safe from any thread. It keeps these caches
// (docs/design/0003-verification-caches.md): verdicts by credential, permanent refusals by
// credential, subjects, and revocations since the start. A hit is checked against the clock and the
// revocations, so that a revocation takes effect on the next request; a failure of the store is
// never an answer. The parts are hidden in verifier.cc, so that this header includes none of them.
class Verifier {
 public:
  // Parts must outlive the verifier.
  struct Parts {
    store::Store& store;
    const token::Profiles& profiles;
    const token::Keys& keys;
    Passwords& passwords;
    const base::Clock& clock;
  };
  struct Settings {
    std::string issuer;
    std::size_t cache_capacity = 1'000'000;    // verdicts
    std::size_t limiter_capacity = 1'000'000;  // buckets of rate limits
    model::ClassLimits class_limits = {};      // of Question::limits and of SpendSignIn
    // password_memory is how long a verified Basic password stays cached without hashing again.
    std::chrono::seconds password_memory{300};
    // password_cache_key is the HMAC key for the cache digests of passwords and client secrets. It
    // makes them useless outside this process.
    base::Secret password_cache_key;
  };
  // Watch detects changes after a verification. It may outlive the verifier.
  class Watch {
   public:
    // IsUnchanged says whether nothing that the caller depends on (environment, organization,
    // subject, credential) changed since it was verified, as far as commits were published. The
    // closure of a write may rely on it if WriteTx::verdicts_touched is false; otherwise it must
    // read the rows.
    bool IsUnchanged(const model::Caller& caller) const;

   private:
    friend class Verifier;
    explicit Watch(std::shared_ptr<const Revocations> revocations)
        : revocations_(std::move(revocations)) {}
    std::shared_ptr<const Revocations> revocations_;
  };
  // The constructor registers a commit listener at the store; call it before the first write. The
  // listener may be called after the verifier is destroyed.
  Verifier(Parts parts, Settings settings);
  ~Verifier();
  Verifier(const Verifier&) = delete;
  Verifier& operator=(const Verifier&) = delete;

  // Warm loads the revoked tokens, so that new tokens can be verified from memory. It blocks; call
  // it at startup and periodically. Until it succeeds, each new token costs a store lookup.
  base::Status Warm();
  // ForgetRefusals clears the negative cache. Call it after the wall clock was set: a credential
  // that was refused as expired may be valid.
  void ForgetRefusals();

  // TryCached answers from memory, without blocking and without the store; nullopt if the store is
  // needed. It may run on an I/O thread. An allowed cache hit does not allocate. Malformed
  // credentials and hits of the negative cache are denied. The signature of a new token is checked
  // here if all else about it is known.
  std::optional<Decision> TryCached(const Credential& credential, const Question& question) const;
  // Verify answers in every case. It may block on the store and, for the password schemes, on a
  // hash: call it on a worker. Concurrent calls for one credential share one store lookup. `peer`
  // is the address for which failed passwords are counted; other addresses are checked and counted
  // separately. The answer is Unknown if the store fails.
  Decision Verify(const Credential& credential, const Question& question, std::string_view peer);

  // ForOperator answers for a command of the operator, who needs no credential because the
  // operating system has verified the process. The caller is like an API key of `environment` with
  // every permission (model/operator.h). Blocks on the store. Only a door that serves no other
  // client calls it (door::Door::Parts).
  Decision ForOperator(const model::EnvironmentId& environment, const Question& question);

  // watch returns a Watch.
  Watch watch() const;

  // ReadRefresh parses a refresh token of a profile: kUnauthenticated "invalid_refresh_token" for
  // anything else, an expired one included. It may block on the store.
  base::Result<RefreshClaim> ReadRefresh(const base::Secret& text, std::string_view profile);
  // Spend takes a permit from each rate limit of a principal authenticated by password or refresh
  // token: kLimited "rate_limited" if one has no permit, else the state of the nearest limit.
  base::Result<std::optional<model::LimitState>> Spend(const model::Principal& principal);
  // SpendSignIn takes a permit of model::LimitScope::kSignIns for an attempt to sign in under a
  // name or with a pending token, known or not. Call it after the client is authenticated, so that
  // strangers cannot use up the permits. `status` fails like Spend.
  SignInPermit SpendSignIn(const model::EnvironmentId& environment, std::string_view name);

  // The references below are valid as long as the verifier.
  //
  // client_secrets checks the secrets of applications; Verify uses it too.
  ClientSecrets& client_secrets();
  // usage records when keys and secrets were used: flush it periodically. Code that checks the
  // secret of an application outside of Verify must record the use there.
  Usage& usage();
  // refusals records refused requests for the event log: flush it often.
  RefusalLog& refusals();

  // cached_verdicts and cached_bytes return the size of the verdict cache, for the metrics.
  std::size_t cached_verdicts() const;
  std::size_t cached_bytes() const;
  // rate_limited returns how many requests the limits of this scope and mode refused, or would have
  // refused; rate_limit_buckets how many limits are in use.
  std::uint64_t rate_limited(model::LimitScope scope, model::LimitMode mode) const;
  std::size_t rate_limit_buckets() const;
  // waiting returns the number of threads that wait for the lookup of another thread.
  std::size_t waiting() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace bearward::verify
