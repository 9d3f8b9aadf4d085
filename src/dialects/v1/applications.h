// The routes of applications and their access profiles.
#pragma once

#include <vector>

#include "applications/access_profiles.h"
#include "applications/applications.h"
#include "door/route.h"

namespace bearward::dialects::v1 {

// ApplicationRoutes and AccessProfileRoutes return the routes of the described operations; all
// arguments must outlive them.
std::vector<door::Route> ApplicationRoutes(const applications::Applications& applications,
                                           const door::Dialect& dialect);
std::vector<door::Route> AccessProfileRoutes(const applications::AccessProfiles& profiles,
                                             const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
