// The routes of /v1/branding.
#pragma once

#include <vector>

#include "door/route.h"
#include "environments/brandings.h"

namespace bearward::dialects::v1 {

// BrandingRoutes returns the routes; the brandings and the dialect must outlive them.
std::vector<door::Route> BrandingRoutes(const environments::Brandings& brandings,
                                        const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
