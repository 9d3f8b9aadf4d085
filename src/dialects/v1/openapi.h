// OpenAPI: the description of the whole API, generated from the routes of the door.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "door/route.h"

namespace bearward::dialects::v1 {

// ApiInfo is what the document says besides the routes. `server` is the public base URL without a
// path; empty: the host from which the document was read.
struct ApiInfo {
  std::string version;
  std::string server;
};

// WriteOpenApi returns an OpenAPI 3.0.3 document. The output is deterministic: paths and methods
// are in the order of the routes. Operation ids must be unique, so an operation that is mounted
// more than once has a number appended to its id from the second time on. Two different schemas
// must not have the same name.
std::string WriteOpenApi(std::span<const door::Route> routes, const ApiInfo& info);

}  // namespace bearward::dialects::v1
