// Routes of reports and integrations, with their views and loads.
#pragma once

#include <vector>

#include "door/route.h"
#include "partner_data/overview.h"

namespace bearward::dialects::v1 {

// PartnerDataRoutes returns the routes; the overview and the dialect must outlive them.
std::vector<door::Route> PartnerDataRoutes(const partner_data::Overview& overview,
                                           const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
