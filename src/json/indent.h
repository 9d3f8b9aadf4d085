// Indent: JSON for human readers.
#pragma once

#include <string>
#include <string_view>

namespace bearward::json {

// Indent writes a valid JSON text with one member or element in each line, two spaces for each
// level. Names, values and their order stay as they are.
std::string Indent(std::string_view json);

}  // namespace bearward::json
