// Switchboard: placing calls and messages for an account, and reading its calls. The calls and
// messages are placed in a model of this server: nothing is sent to a telephone network.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "base/time.h"
#include "json/reader.h"
#include "model/caller.h"
#include "objects/row.h"
#include "store/store.h"

namespace bearward::telephony {

// kMostMedia limits the files of a message, kMostDays the days of a report and kMostCalls its rows.
inline constexpr std::size_t kMostMedia = 10;
inline constexpr int kMostDays = 366;
inline constexpr std::size_t kMostCalls = 10'000;

// Media describes a file that was sent with a message. Its bytes are not stored.
struct Media {
  std::string name;
  std::string type;
  std::int64_t size = 0;
};

// Days are the first and the last day of a report, at 00:00 UTC.
struct Days {
  base::Time first;
  base::Time last;
};

// Switchboard is safe from any thread. Its callers are users (else kDenied "not_a_user"), who act
// in the account of their credential. `values` are those that objects::ReadInput returned. Objects
// of other accounts do not exist for it.
class Switchboard {
 public:
  struct Parts {
    store::Store& store;
    const base::Clock& clock;
    base::Entropy& entropy;
  };
  explicit Switchboard(Parts parts) : parts_(parts) {}

  // PlaceCall calls two parties: a phone number, the PIN of a user or the number of a ring group
  // each. kInvalid "invalid_phonenumber" for another text, "invalid_user" for an unknown user_id or
  // pin.
  base::Result<objects::Row> PlaceCall(const model::Caller& caller, const json::Object& values);
  // QueueRapidResponse queues a call to a lead: kInvalid "invalid_phonenumber",
  // "invalid_callprocess", or "duplicate_queue_entry" if the lead was queued within the last hour.
  base::Result<objects::Row> QueueRapidResponse(const model::Caller& caller,
                                                const json::Object& values);
  // SendMessage sends a text, with media if there are any. The sender is the number of the user
  // (user_id or pin), else from_number if it is an active line of the account, else the account's
  // text_from_number. kInvalid "invalid_phonenumber", "invalid_user", "invalid_from_number" if
  // there is no sender, "too_many_media".
  base::Result<objects::Row> SendMessage(const model::Caller& caller, const json::Object& values,
                                         const std::vector<Media>& media);
  // ListCalls returns the calls of these days in order of time. kInvalid "invalid_dates" for a last
  // day before the first or more than kMostDays, "too_many_calls" for more than kMostCalls.
  base::Result<std::vector<objects::Row>> ListCalls(const model::Caller& caller, const Days& days);

 private:
  Parts parts_;
};

}  // namespace bearward::telephony
