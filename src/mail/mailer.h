// Mailer: the interface to the delivery of emails.
#pragma once

#include <chrono>
#include <string_view>

#include "base/result.h"
#include "mail/message.h"

namespace bearward::mail {

// kSendLimit bounds the time of one Mailer::Send over the network.
inline constexpr std::chrono::seconds kSendLimit{20};

// kMailServer and kMailRefused are reasons of failures.
inline constexpr std::string_view kMailServer = "mail_server";
inline constexpr std::string_view kMailRefused = "mail_refused";

// Mailer delivers one email at a time. Send may block for kSendLimit. kInvalid with
// kMailRefused if a retry of this email cannot succeed; any other error may be retried. The detail
// of these two reasons, a failure of the connection or the number of the mail server's reply, may
// be shown to an administrator.
class Mailer {
 public:
  virtual ~Mailer() = default;
  virtual base::Status Send(const Message& message, const Envelope& envelope) = 0;
};

}  // namespace bearward::mail
