// ClientSecrets: the throttled check of a client secret from a request. Every dialect that
// authenticates applications uses it.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "model/ids.h"
#include "store/store.h"
#include "verify/client.h"
#include "verify/credential.h"
#include "verify/failure_throttle.h"

namespace bearward::verify {

// PresentedSecret is a client id and a secret, sent from a client address
// (door::Call::client_address). `as_sent` holds both without percent-decoding
// (Credential::as_sent); checking both variants counts as one attempt.
struct PresentedSecret {
  const model::EnvironmentId& environment;
  std::string_view client_id;
  const base::Secret& secret;
  std::string_view address;
  const std::optional<AsSent>& as_sent = kNoOtherReading;

  static inline const std::optional<AsSent> kNoOtherReading = std::nullopt;
};

// ClientSecrets is safe from any thread. Check blocks on the store: call it on a worker.
class ClientSecrets {
 public:
  ClientSecrets(store::Store& store, const base::Clock& clock, ThrottleLimits limits = {})
      : store_(store), clock_(clock), throttle_(clock, limits) {}

  // Check returns the application, or fails like CheckClientSecret. It fails with kLimited
  // "too_many_failures" if this client id, or all client ids together, reached the failure limit
  // from that address. There is no counter of a client over all addresses, because anyone could
  // lock out a client with it. The door writes the event of a failure (RefusalLog).
  base::Result<Client> Check(const PresentedSecret& presented);

  // failed and throttled return the number of refused attempts, for the metrics.
  std::uint64_t failed() const { return failed_.load(); }
  std::uint64_t throttled() const { return throttle_.refused(); }

 private:
  store::Store& store_;
  const base::Clock& clock_;
  FailureThrottle throttle_;
  std::atomic<std::uint64_t> failed_ = 0;
};

}  // namespace bearward::verify
