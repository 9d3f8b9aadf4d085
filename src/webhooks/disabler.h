// Disabler: disables a receiver that is gone, or that has not accepted a request for days.
#pragma once

#include <chrono>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "crypto/key_ring.h"
#include "mail/outbox.h"
#include "model/webhook_endpoint.h"
#include "store/transaction.h"

namespace bearward::webhooks {

// kLongestFailing is how long the attempts to a receiver may all fail before it is disabled.
inline constexpr std::chrono::hours kLongestFailing = std::chrono::days(5);

// NoteFailedAttempt sets `failing_since` at the first failure after a success, or after a change of
// the receiver, which may have ended the cause. It returns whether the receiver has to be disabled.
bool NoteFailedAttempt(model::WebhookEndpoint& receiver, base::Time now);

// Disabler is immutable and safe from any thread. The arguments must outlive it.
class Disabler {
 public:
  Disabler(const mail::Outbox& outbox, const crypto::KeyRing& ring)
      : outbox_(outbox), ring_(ring) {}

  // NoticeOf returns the sealed text of the email about a receiver that fails. It contains the host
  // of the URL only, because the URL of a subscriber may contain a right. Call it before the
  // transaction.
  base::Result<std::string> NoticeOf(const model::WebhookEndpoint& receiver) const;
  // Disable disables a receiver, with the event "webhook_endpoint.updated" of the system. A
  // receiver that was changed or deleted since it was read stays as it is. A `notice` that is not
  // empty is sent to the administrators of the environment.
  base::Status Disable(store::WriteTx& tx, const model::WebhookEndpoint& receiver,
                       const std::string& notice, base::Time now) const;

 private:
  const mail::Outbox& outbox_;
  const crypto::KeyRing& ring_;
};

}  // namespace bearward::webhooks
