// The route to which a product redirects a browser to sign its user out (contracts: WorkOS 4.2).
#pragma once

#include "door/route.h"
#include "grant/grant.h"

namespace bearward::dialects::workos {

// SignOutRoute returns the route; `grant` and `dialect` must outlive it.
door::Route SignOutRoute(grant::Grant& grant, const door::Dialect& dialect);

}  // namespace bearward::dialects::workos
