// OpenAPI: the description of the whole API, written from the rows that the door runs.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "door/route.h"

namespace bearward::dialects::v1 {

// WriteOpenApi gives an OpenAPI 3.0.3 document. Equal rows give equal bytes: paths and methods
// stand in the order of the rows. An operation that is mounted more than once gets a number behind
// its name from the second time on, since operation ids are unique.
std::string WriteOpenApi(std::span<const door::Route> routes, std::string_view version);

}  // namespace bearward::dialects::v1
