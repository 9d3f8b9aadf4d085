// The routes of /v1/emails.
#pragma once

#include <vector>

#include "door/route.h"
#include "mail/email_log.h"

namespace bearward::dialects::v1 {

// EmailRoutes returns the routes; the log and the dialect must outlive it.
std::vector<door::Route> EmailRoutes(const mail::EmailLog& emails, const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
