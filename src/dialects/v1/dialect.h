// Our own dialect: problem+json, and the answer for every path that belongs to nobody.
#pragma once

#include <string>

#include "door/route.h"

namespace bearward::dialects::v1 {

// MakeDialect gives the dialect's row. `resource_metadata` is the address that challenges name for
// whoever has no token yet (RFC 9728 section 5.1); empty: none.
door::Dialect MakeDialect(const std::string& resource_metadata = {});

}  // namespace bearward::dialects::v1
