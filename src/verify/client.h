// Client: the authentication of applications, by a secret or by a signed assertion. Code outside of
// verify and grant checks secrets through ClientSecrets, which throttles.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "model/application.h"
#include "model/ids.h"
#include "store/store.h"
#include "store/transaction.h"
#include "token/claims.h"
#include "verify/credential.h"
#include "verify/failure_throttle.h"

namespace bearward::verify {

// InvalidClient is the only error for a failed client authentication, whatever the reason (RFC 6749
// section 5.2).
base::Error InvalidClient();

// Client is an application that has proved its identity. `subject` says what it may request.
struct Client {
  token::Subject subject;
  std::string secret_id;                 // sec_..., empty after an assertion
  std::optional<base::Time> expires_at;  // expiry of that secret
};

// LoadClient returns the subject of an application with its client terms. `application` is the
// result of a lookup. Fails with InvalidClient if it is empty or the application is not active.
base::Result<token::Subject> LoadClient(store::ReadTx& tx, const model::EnvironmentId& environment,
                                        const std::optional<model::Application>& application);

// ClientSecretClaim is an unverified claim to be an application. `presented` is the SHA-256 of the
// secret, computed before the transaction.
struct ClientSecretClaim {
  const model::EnvironmentId& environment;
  std::string_view client_id;
  const base::Digest& presented;
  base::Time now;
};

// CheckClientSecret returns the application. Fails with InvalidClient for an unknown id, a wrong or
// expired secret, and a disabled application, organization or environment. An unknown id or a wrong
// secret takes the same work as a right one.
base::Result<Client> CheckClientSecret(store::ReadTx& tx, const ClientSecretClaim& claim);

// CheckClientAssertion returns the application that signed the assertion of a credential, and
// stores that the assertion was used. A second assertion with the same id fails, also after a
// restart (incident class A4). Every defect of the assertion fails with InvalidClient.
base::Result<Client> CheckClientAssertion(store::Store& store, const Credential& credential,
                                          base::Time now);

// PresentedSecret is a client id and a secret, sent from a client address
// (door::Call::client_address). `as_sent` holds both without percent-decoding
// (Credential::as_sent); checking both variants counts as one attempt.
struct PresentedSecret {
  const model::EnvironmentId& environment;
  std::string_view client_id;
  const base::Secret& secret;
  std::string_view address;
  const std::optional<AsSent>& as_sent = kDecodedOnly;

  static inline const std::optional<AsSent> kDecodedOnly = std::nullopt;
};

// ClientSecrets is the throttled check of a client secret from a request. Every dialect that
// authenticates applications uses it. Safe from any thread. Check blocks on the store: call it on a
// worker.
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
