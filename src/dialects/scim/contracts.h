// Contracts: the bodies, parameters and responses of SCIM's routes.
#pragma once

#include <span>

#include "door/contract.h"
#include "door/scim_body.h"

namespace bearward::dialects::scim {

// kErrors is the form of error bodies (RFC 7644 section 3.12), kBodies are the encodings.
extern const std::span<const door::Content> kErrors;
inline constexpr door::Encodings kBodies = door::kJsonBody | door::kScimBody;

// kCreateUser and the contracts after it belong to the routes of the same name.
extern const door::Contract kCreateUser;
extern const door::Contract kListUsers;
extern const door::Contract kReadUser;
extern const door::Contract kReplaceUser;
extern const door::Contract kPatchUser;

}  // namespace bearward::dialects::scim
