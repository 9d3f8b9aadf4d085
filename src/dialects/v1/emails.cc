#include "dialects/v1/emails.h"

#include "dialects/v1/guard.h"
#include "door/rest.h"

namespace bearward::dialects::v1 {

std::vector<door::Route> EmailRoutes(const mail::EmailLog& emails, const door::Dialect& dialect) {
  return door::Rest(emails, "/v1/emails", {dialect, TokenOrKey(), true})
      .List("v1.list_emails", "List the emails that wait, were sent or were given up")
      .Get("v1.read_email", "Read an email of the log, without its contents")
      .Rows();
}

}  // namespace bearward::dialects::v1
