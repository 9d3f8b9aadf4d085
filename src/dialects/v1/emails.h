// The routes of /v1/emails.
#pragma once

#include <vector>

#include "door/route.h"
#include "mail/unsent.h"

namespace bearward::dialects::v1 {

// EmailRoutes returns the routes; the emails and the dialect must outlive it.
std::vector<door::Route> EmailRoutes(const mail::Unsent& emails, const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
