// ExpiryReminders: an event and an email before an API key expires.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "crypto/key_ring.h"
#include "mail/administrator_addresses.h"
#include "mail/outbox.h"
#include "resource/verbs.h"
#include "store/expiring_keys.h"

namespace bearward::keys {

// kReminderLeads are the times, in ascending order, before the expiry of a key at which its owner
// is reminded.
inline constexpr std::array<std::chrono::hours, 3> kReminderLeads = {
    std::chrono::days(1), std::chrono::days(7), std::chrono::days(30)};

// ExpiryReminders makes, for each key, the reminders whose time has passed since it was created:
// the event "api_key.expiring", and an email to the user that owns the key. The administrators own
// a key of the environment; about a key of an organization itself no email is sent. If several
// times have passed, only the newest reminder is made. Each is made once, also by several nodes.
// Used by one thread. The arguments must outlive it.
class ExpiryReminders {
 public:
  ExpiryReminders(const resource::Parts& parts, const mail::Outbox& outbox,
                  const crypto::KeyRing& ring)
      : parts_(parts), outbox_(outbox), ring_(ring) {}

  // RunDue makes at most kBatch reminders if it is an hour since all were made. Call it often, and
  // only while the wall clock is trusted.
  base::Status RunDue();

  static constexpr int kBatch = 100;

 private:
  // Reminder is a key, and the email about it with its recipients.
  struct Reminder {
    store::ExpiringKey key;
    std::vector<mail::Recipient> recipients;
    std::string sealed;
  };
  static base::Result<std::vector<Reminder>> Find(store::ReadTx& tx, base::Time now);
  base::Result<std::vector<Reminder>> Collect(base::Time now) const;
  base::Status Make(store::WriteTx& tx, const Reminder& reminder, base::Time now) const;

  const resource::Parts parts_;
  const mail::Outbox& outbox_;
  const crypto::KeyRing& ring_;
  std::int64_t next_at_ = 0;  // ticks
};

}  // namespace bearward::keys
