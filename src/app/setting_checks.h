// Setting checks: the values that settings accept. All fail with kInvalid "bad_value" and a text
// that says what is allowed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace bearward::app {

// BadValue is the error of a value that must be as `wanted` says, NotAllowed the one that quotes
// it.
base::Error BadValue(std::string_view wanted);
base::Error NotAllowed(const std::string& value, const std::string& wanted);

// ReadNumber returns a whole number from 0 to `highest`.
base::Result<std::int64_t> ReadNumber(const std::string& text, std::int64_t highest);

// CheckListener accepts ADDRESS:PORT and "off".
base::Status CheckListener(const std::string& text);
// CheckSocketPath accepts "" and an absolute path, which does not depend on the working directory,
// of the length that the kernel accepts.
base::Status CheckSocketPath(const std::string& text);
// CheckPage accepts "" and an http or https URL.
base::Status CheckPage(const std::string& text);
// CheckOrigin accepts the origin of web pages.
base::Status CheckOrigin(const std::string& value);
// CheckContact accepts a contact of RFC 9116: a URI for email or a page.
base::Status CheckContact(const std::string& value);

}  // namespace bearward::app
