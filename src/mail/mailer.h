// Mailer: the interface to the delivery of emails.
#pragma once

#include <chrono>
#include <string_view>

#include "base/result.h"
#include "mail/message.h"

namespace bearward::mail {

// kSendLimit bounds the time of one Mailer::Send over the network.
inline constexpr std::chrono::seconds kSendLimit{20};

inline constexpr std::string_view kMailServer = "mail_server";

// Mailer delivers one email at a time. Send may block for kSendLimit. kInvalid "mail_refused" if a
// retry of this email cannot succeed; any other error may be retried. The detail of kMailServer, a
// failure of the connection or an answer of the mail server, may be shown to an administrator.
class Mailer {
 public:
  virtual ~Mailer() = default;
  virtual base::Status Send(const Message& message, const Envelope& envelope) = 0;
};

}  // namespace bearward::mail
