// Introspector: introspection. It verifies a credential on behalf of a third party: a gateway, a
// resource server, or a function that received a token.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "model/caller.h"
#include "model/ids.h"
#include "observe/metrics.h"
#include "verify/credential.h"
#include "verify/decision.h"
#include "verify/refusal.h"
#include "verify/verifier.h"

namespace bearward::verify {

// IntrospectionRequest is one introspection request. If `scheme` is unset (allowed: kBearer,
// kApiKey), the form of the token decides; see Introspector. A token with an audience must contain
// `audience`, or a name of this server if `audience` is empty. This stops a service that received a
// token from using it at another service. `any_audience` skips this check; the asker then checks
// the audience itself. `spends` says that the bearer uses the credential with this request, so that
// it counts against the rate limits of the bearer.
struct IntrospectionRequest {
  base::Secret token;
  std::optional<Scheme> scheme;
  std::vector<std::string> permissions;  // all of them are required
  std::optional<model::OrganizationId> organization;
  std::string audience = {};
  bool any_audience = false;
  bool spends = true;
};

// Answer is the result of an introspection: allowed, or the reason for the refusal. `caller` is set
// whenever the credential is valid in the environment of the asker, also if it is refused for
// another reason. `remembered` says that the verdict on such a credential came from the cache. With
// kRateLimited, `retry_after` is the time until a permit is available.
struct Answer {
  std::optional<Reason> reason;
  std::optional<model::Caller> caller;
  bool remembered = false;
  std::optional<std::chrono::seconds> retry_after = {};

  bool allowed() const { return !reason; }
};

// Introspector is safe from any thread. The routes authorize the asker: they require
// "tokens:verify".
//
// A GUID in lower case may be a TeleTracker token or a WorkMobile key. Without a scheme both are
// looked up. The first one that is valid counts; if none is valid, the most specific reason is
// returned. No string is both, because tokens have 122 random bits.
//
// An asker learns no more than the bearer of the token learns at GET /v1/whoami, which needs no
// permission. So a valid token of another environment is kWrongEnvironment (hiding it would protect
// nothing), and an invalid token has the reason that its bearer would read. But the answer about a
// token of another environment contains neither its subject nor its last use. A string that was
// never issued is kUnknown in every environment (incident classes D1, I2).
class Introspector {
 public:
  // Every answer is counted in bearward_asked_total{outcome}; the outcome is "allowed" or the word
  // of the reason.
  Introspector(Verifier& verifier, observe::Registry& metrics);

  // TryCached answers from memory without blocking; nullopt if the store must be read.
  std::optional<Answer> TryCached(const model::Caller& asker,
                                  const IntrospectionRequest& inquiry) const;
  // Ask answers in every case, or fails with kUnavailable or kInternal if the answer is unknown. It
  // may block on the store.
  base::Result<Answer> Ask(const model::Caller& asker, const IntrospectionRequest& inquiry) const;

 private:
  // OfTheLive returns an answer if the credential is valid, also if it is refused for another
  // reason; otherwise nullopt.
  std::optional<Answer> OfTheLive(const Decision& decision, const Credential& credential,
                                  const Question& question) const;
  Answer Counted(Answer answer) const;

  Verifier& verifier_;
  std::array<observe::Counter*, kReasons> refused_{};
  observe::Counter& allowed_;
};

}  // namespace bearward::verify
