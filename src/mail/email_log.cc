#include "mail/email_log.h"

namespace bearward::mail {
namespace {

// The outbox and the delivery write the rows, without events of their own: the event of the change
// that sends an email is in the log already.
resource::Rules LogRules() {
  using enum model::EventType;
  return {.read = {},
          .write = {},
          .events = {kInvitationCreated, kInvitationCreated, kInvitationCreated}};
}

}  // namespace

EmailLog::EmailLog(const resource::Parts& parts)
    : VerbsOf(model::kEmailRecord, LogRules(), parts) {}

}  // namespace bearward::mail
