// Asking: may the bearer of this do that, asked by somebody else than the bearer: a gateway, an API
// behind us, a function that was handed a token.
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
#include "verify/question.h"
#include "verify/reason.h"
#include "verify/verifier.h"

namespace bearward::verify {

// Inquiry is one question. Without a scheme (kBearer or kApiKey) the form of the token decides; see
// Asking. A token that names the APIs that it is for must name the `audience`, or us where none is
// given, so that nobody passes a token on that was given to him; any_audience leaves that to
// whoever asks. `spends` says that the bearer is doing something by this, which counts against its
// rate limits.
struct Inquiry {
  base::Secret token;
  std::optional<Scheme> scheme;
  std::vector<std::string> permissions;  // all of them are needed
  std::optional<model::OrganizationId> organization;
  std::string audience = {};
  bool any_audience = false;
  bool spends = true;
};

// Answer is a verdict: allowed, or the reason why not. `caller` is whom the token stands for, if it
// is live in the asker's environment, also where that is not enough. `remembered` says that such a
// verdict came from memory. `retry_after` is how long kRateLimited lasts.
struct Answer {
  std::optional<Reason> reason;
  std::optional<model::Caller> caller;
  bool remembered = false;
  std::optional<std::chrono::seconds> retry_after = {};

  bool allowed() const { return !reason; }
};

// Asking is safe from any thread. Who may ask is for the rows to say: they need "tokens:verify".
//
// A GUID in lower case may be a TeleTracker token as well as a WorkMobile key. Without a scheme
// both are looked up: the first under which the string is live counts, else the reason that tells
// most. No string is both, since tokens are 122 random bits.
//
// What an asker may learn: as much as the token tells its bearer at GET /v1/whoami, where anybody
// who holds the string may present it without a right of its own. So a live token of another
// environment is kWrongEnvironment, since silence would hide nothing, and a dead one has the reason
// that its bearer reads; but whose a foreign token is stays there, and so does whether it was used
// lately. What was never issued is kUnknown in every environment (incident classes D1, I2).
class Asking {
 public:
  // Every answer counts in bearward_asked_total{outcome}: "allowed" or the word of the reason.
  Asking(Verifier& verifier, observe::Registry& metrics);

  // TryCached answers from memory without blocking; nullopt when it would have to ask the store.
  std::optional<Answer> TryCached(const model::Caller& asker, const Inquiry& inquiry) const;
  // Ask answers in every case, or fails with kUnavailable or kInternal when nobody can tell. It may
  // block on the store.
  base::Result<Answer> Ask(const model::Caller& asker, const Inquiry& inquiry) const;

 private:
  // OfTheLive concludes when the credential is live, also where that is not enough.
  std::optional<Answer> OfTheLive(const Decision& decision, const Credential& credential,
                                  const Question& question) const;
  Answer Counted(Answer answer) const;

  Verifier& verifier_;
  std::array<observe::Counter*, kReasons> refused_{};
  observe::Counter& allowed_;
};

}  // namespace bearward::verify
