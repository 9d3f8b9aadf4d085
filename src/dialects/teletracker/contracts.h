// Contracts: the bodies, parameters and responses of TeleTracker's routes.
#pragma once

#include <span>

#include "door/contract.h"

namespace bearward::dialects::teletracker {

// kErrors are the forms of error bodies (contract section 6).
extern const std::span<const door::Content> kErrors;

// kLogin and the contracts after it belong to the routes of the same name.
extern const door::Contract kLogin;
extern const door::Contract kRefresh;
extern const door::Contract kMasquerade;
extern const door::Contract kLogout;

}  // namespace bearward::dialects::teletracker
