// The encoding of SCIM's bodies, which only its routes accept.
#pragma once

#include "door/body.h"

namespace bearward::door {

// kScimBody is JSON with the type application/scim+json (RFC 7644 section 8.1).
inline constexpr Encodings kScimBody = 8;

}  // namespace bearward::door
