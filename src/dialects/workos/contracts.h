// Contracts: the bodies, parameters and responses of WorkOS's routes.
#pragma once

#include <span>

#include "door/contract.h"

namespace bearward::dialects::workos {

// kErrors are the forms of error bodies (contract section 2.3).
extern const std::span<const door::Content> kErrors;
// kInvalidErrors are the statuses, besides 400, of a request with an invalid value.
extern const std::span<const int> kInvalidErrors;

// kClientToken and kJwks belong to the routes of the same name.
extern const door::Contract kClientToken;
extern const door::Contract kJwks;

}  // namespace bearward::dialects::workos
