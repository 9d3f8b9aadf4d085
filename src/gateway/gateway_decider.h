// GatewayDecider: the gateway decision that all proxy families share.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/replaceable.h"
#include "base/result.h"
#include "door/call.h"
#include "door/credential_form.h"
#include "door/reply.h"
#include "gateway/families.h"
#include "gateway/identity_token.h"
#include "gateway/one_time_warnings.h"
#include "http/trusted_proxies.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "policies/policy_cache.h"
#include "verify/verifier.h"

namespace bearward::gateway {

// GatewayDecider is safe from any thread. It checks, in this order: the peer is trusted, the
// family's headers are complete, the policy exists, the path is plain or in a form that the policy
// allows, there is one credential of the policy's kinds, the credential is live and has the
// required rights, the policy covers the method and path. Coverage is last, so that an
// unauthenticated client does not learn which paths are covered. A CORS preflight passes without a
// credential if the policy allows that and covers the announced request.
class GatewayDecider {
 public:
  struct Parts {
    verify::Verifier& verifier;
    policies::PolicyCache& cache;
    IdentityTokens& tokens;
    observe::Logger& log;
    observe::Registry& metrics;
    door::CredentialHeaders credential_headers;
  };
  GatewayDecider(Parts parts, http::TrustedProxies trusted);

  // TryCached decides from memory, for the fast path: nullopt when the store is needed. Never
  // blocks. When it allows the request, it allocates only the response.
  std::optional<base::Result<door::Reply>> TryCached(const Family& family, door::Call& call);
  // Judge always decides, and may block on the store.
  base::Result<door::Reply> Judge(const Family& family, door::Call& call);
  // ReplaceTrusted replaces the peers that may ask.
  void ReplaceTrusted(http::TrustedProxies trusted) { trusted_.Replace(std::move(trusted)); }
  // Refuse writes the response for any error, and counts it.
  door::Reply Refuse(const Family& family, const base::Error& error, const door::Call& call);

 private:
  enum class Reach : std::uint8_t { kMemory, kStore };
  // A Maybe is empty on a cache miss.
  template <class T>
  using Maybe = std::optional<base::Result<T>>;
  // The counters of one family.
  struct Row {
    const Family* family = nullptr;
    std::array<observe::Counter*, policies::kGatewayDecisions> by_decision{};
  };

  Maybe<door::Reply> Decide(const Family& family, door::Call& call, Reach reach);
  // DecideBy decides by a known policy.
  Maybe<door::Reply> DecideBy(const Family& family, const policies::CachedPolicy& cached,
                              const AskedFor& asked, door::Call& call, Reach reach);
  base::Result<AskedFor> Ask(const Family& family, door::Call& call);
  base::Result<door::Reply> WithoutCredential(const Family& family, const model::Policy& policy,
                                              const AskedFor& asked, const door::Call& call,
                                              const base::Error& error);
  Maybe<const policies::CachedPolicy*> PolicyOf(std::string_view name, Reach reach);
  std::optional<verify::Decision> Verify(const verify::Credential& credential,
                                         const verify::Question& question, const door::Call& call,
                                         Reach reach);
  base::Result<door::Reply> Pass(const Family& family, const model::Policy& policy,
                                 const model::Caller& caller);
  void Count(const Family& family, policies::GatewayDecision decision);

  Parts parts_;
  base::Replaceable<http::TrustedProxies> trusted_;
  OneTimeWarnings warnings_;
  std::vector<Row> counters_;
};

}  // namespace bearward::gateway
