// ClientSecrets: the throttled check of a client secret that a request presents. Every dialect that
// authenticates applications comes through here.
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

// PresentedSecret is a client id and a secret, from a client address (door::Call::client_address).
// `as_sent` is their other reading (Credential::as_sent); both readings are one attempt.
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

  // Check returns the application, or fails as CheckClientSecret; kLimited "too_many_failures" once
  // this client id or all client ids together have had their failures from that address. There is
  // no counter of a client over all addresses: anyone could keep a client out by it. The event of a
  // failure is written by the door (RefusalLog).
  base::Result<Client> Check(const PresentedSecret& presented);

  // failed and throttled count the refused attempts, for the metrics.
  std::uint64_t failed() const { return failed_.load(); }
  std::uint64_t throttled() const { return throttle_.refused(); }

 private:
  store::Store& store_;
  const base::Clock& clock_;
  FailureThrottle throttle_;
  std::atomic<std::uint64_t> failed_ = 0;
};

}  // namespace bearward::verify
