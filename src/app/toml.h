// Toml: toml++ for the files of this room. Include this and never toml++ itself, so that all of it
// is compiled alike.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace bearward::app {

// FailTomlAssertion throws std::logic_error, which ParseToml catches.
[[noreturn]] void FailTomlAssertion();

}  // namespace bearward::app

// Some malformed texts meet an assertion of the library, "[[[" for example. A text from outside
// must not end the process.
#define TOML_ASSERT(expression) \
  ((expression) ? static_cast<void>(0) : ::bearward::app::FailTomlAssertion())

#include <toml++/toml.h>

namespace bearward::app {

// ParseToml parses a whole file's text. Broken TOML is kInvalid with the given reason and the text
// "FILE:LINE: this is no TOML: why."; `file_name` is for this text only.
base::Result<toml::table> ParseToml(std::string_view text, const std::string& file_name,
                                    std::string_view reason);

}  // namespace bearward::app
