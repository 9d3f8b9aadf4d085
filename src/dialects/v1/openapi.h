// OpenAPI: the description of the whole API, generated from the routes of the door.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "door/route.h"

namespace bearward::dialects::v1 {

// WriteOpenApi returns an OpenAPI 3.0.3 document. The output is deterministic: paths and methods
// are in the order of the routes. Operation ids must be unique, so an operation that is mounted
// more than once has a number appended to its id from the second time on.
std::string WriteOpenApi(std::span<const door::Route> routes, std::string_view version);

}  // namespace bearward::dialects::v1
