// TextIn: a member of a JSON object that is a text.
#pragma once

#include <string>
#include <string_view>

#include "json/reader.h"

namespace bearward::json {

// TextIn returns a member of an object. It returns `otherwise` if the member is absent or no text,
// or if `object` is no object.
std::string TextIn(const Value& object, std::string_view name, std::string_view otherwise = {});

}  // namespace bearward::json
