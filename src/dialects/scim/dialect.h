// The errors of SCIM (RFC 7644 section 3.12).
#pragma once

#include <string>
#include <string_view>

#include "door/dialect.h"

namespace bearward::dialects::scim {

// MakeDialect returns the dialect for a mount: `name` is that of the product that mounts it, and
// `prefix` the path before /Users.
door::Dialect MakeDialect(std::string_view name, std::string prefix,
                          door::EnvironmentFinder environment);

}  // namespace bearward::dialects::scim
