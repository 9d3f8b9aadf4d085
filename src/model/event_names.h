// Event names: the sentence about a name of an event type that does not exist.
#pragma once

#include <string>
#include <string_view>

namespace bearward::model {

// UnknownEvent returns `Unknown event type "X".` with the type of the smallest edit distance, or
// where the types are listed if none is near.
std::string UnknownEvent(std::string_view name);

}  // namespace bearward::model
