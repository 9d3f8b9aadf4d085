// Contracts: the bodies, parameters and responses of the OAuth 2.0 routes.
#pragma once

#include <span>

#include "door/contract.h"

namespace bearward::dialects::oauth {

// kErrors are the forms of error bodies (RFC 6749 section 5.2).
extern const std::span<const door::Content> kErrors;

// kToken and the contracts after it belong to the routes of the same name.
extern const door::Contract kToken;
extern const door::Contract kJwks;
extern const door::Contract kAuthorize;
extern const door::Contract kServerMetadata;
extern const door::Contract kResourceMetadata;
extern const door::Contract kIntrospect;
extern const door::Contract kRevoke;

}  // namespace bearward::dialects::oauth
