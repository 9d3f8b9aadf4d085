// Mailer: the interface to the delivery of emails.
#pragma once

#include "base/result.h"
#include "mail/message.h"

namespace bearward::mail {

// Mailer delivers one email at a time. Send may block for as long as its time limit. kInvalid
// "mail_refused" if a retry of this email cannot succeed; any other error may be retried.
class Mailer {
 public:
  virtual ~Mailer() = default;
  virtual base::Status Send(const Message& message, const Envelope& envelope) = 0;
};

}  // namespace bearward::mail
