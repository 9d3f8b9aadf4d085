// WorkMobile's dialect: errors are bare strings, and only 400 and 401 are known to its clients.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "door/call.h"
#include "door/route.h"

namespace bearward::dialects::workmobile {

// MakeDialect gives the dialect's row: paths in any case, under each of `bases` (contract section
// 2).
door::Dialect MakeDialect(std::vector<std::string> bases);

// BareString answers with a string: raw text by default, a JSON string for a client that asks for
// application/json (contract section 6).
door::Reply BareString(const door::Call& call, int status, std::string_view text);

}  // namespace bearward::dialects::workmobile
