// WorkMobile's dialect: errors are bare strings, and its clients know only the statuses 400 and
// 401.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "door/call.h"
#include "door/route.h"

namespace bearward::dialects::workmobile {

// MakeDialect returns the dialect: case-insensitive paths, under each of `bases` (contract section
// 2).
door::Dialect MakeDialect(std::vector<std::string> bases);

// BareString returns a string: plain text by default, a JSON string for a client that accepts
// application/json (contract section 6).
door::Reply BareString(const door::Call& call, int status, std::string_view text);

}  // namespace bearward::dialects::workmobile
