// Contracts: the bodies, parameters and responses of WorkSpan's routes.
#pragma once

#include <span>

#include "door/contract.h"

namespace bearward::dialects::workspan {

// kOauthErrors and kGatewayErrors are the two forms of the vendor's error bodies.
extern const std::span<const door::Content> kOauthErrors;
extern const std::span<const door::Content> kGatewayErrors;

// kToken and the contracts after it belong to the routes of the same name.
extern const door::Contract kToken;
extern const door::Contract kRevocation;
extern const door::Contract kAuthorize;
extern const door::Contract kReadLinks;
extern const door::Contract kUpdateLink;
extern const door::Contract kAudit;

}  // namespace bearward::dialects::workspan
