// WorkSpan's dialect. The vendor has three error tables: token requests use OAuth errors,
// revocation returns 403 for a token that is not live, and resources use the errors of the vendor's
// gateway.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "door/route.h"
#include "environments/environment_cache.h"

namespace bearward::dialects::workspan {

// Dialects are the dialects of the two prefixes, and the errors of the one route that has its own.
// Both share the name and the rule for the environment.
struct Dialects {
  door::Dialect token;
  door::Dialect resource;
  door::ErrorShape revocation_errors;
};

// MakeDialects returns them; `environments` must outlive them.
Dialects MakeDialects(const environments::EnvironmentCache& environments);

}  // namespace bearward::dialects::workspan
