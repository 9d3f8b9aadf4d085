// EmailInBody: the address in the body of a request for a code or a link.
#pragma once

#include <string>

#include "base/result.h"
#include "door/body.h"

namespace bearward::dialects::workos {

// EmailInBody returns the member `email`. A malformed address is refused before it is looked up:
// kInvalid "missing_field", "wrong_type", "invalid_value".
base::Result<std::string> EmailInBody(const door::Body& body);

}  // namespace bearward::dialects::workos
