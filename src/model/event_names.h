// Event names: all event types of the log, and the sentence about one that does not exist.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace bearward::model {

// EventNames returns the name of each EventType, in the order of the enumeration (event.cc).
std::span<const std::string_view> EventNames();

// UnknownEvent returns `Unknown event type "X".` with the type of the smallest edit distance, or
// where the types are listed if none is near.
std::string UnknownEvent(std::string_view name);

}  // namespace bearward::model
