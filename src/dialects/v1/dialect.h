// The dialect of our own API: problem+json errors. It also writes the errors for paths of no other
// dialect.
#pragma once

#include <string>

#include "door/route.h"

namespace bearward::dialects::v1 {

// MakeDialect returns the dialect. `resource_metadata` is the metadata URL in challenges, for
// clients without a token (RFC 9728 section 5.1); empty: none.
door::Dialect MakeDialect(const std::string& resource_metadata = {});

}  // namespace bearward::dialects::v1
