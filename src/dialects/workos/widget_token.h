// The route by which a product gets a token for WorkOS' widgets (contracts: WorkOS section 1.3).
#pragma once

#include "door/route.h"
#include "grant/grant.h"

namespace bearward::dialects::workos {

// EncodeToken writes a client token or a widget token.
door::Reply EncodeToken(const grant::Granted& granted);

// WidgetTokenRoute returns the route; `grant` and `dialect` must outlive it.
door::Route WidgetTokenRoute(grant::Grant& grant, const door::Guard& guard,
                             const door::Dialect& dialect);

}  // namespace bearward::dialects::workos
