// The route that lists the events of an organization's audit log.
#pragma once

#include <vector>

#include "audit_logs/events.h"
#include "door/route.h"

namespace bearward::dialects::v1 {

// AuditLogRoutes returns the route; the events and the dialect must outlive it.
std::vector<door::Route> AuditLogRoutes(const audit_logs::Events& events,
                                        const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
