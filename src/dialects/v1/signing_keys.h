// The routes of /v1/signing_keys.
#pragma once

#include <vector>

#include "door/route.h"
#include "keys/signing_keys.h"

namespace bearward::dialects::v1 {

// SigningKeyRoutes returns the routes; the keys and the dialect must outlive them.
std::vector<door::Route> SigningKeyRoutes(const keys::SigningKeys& keys,
                                          const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
