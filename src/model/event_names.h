// EventNames: the names of all events of the log, for lists and for hints in error messages.
#pragma once

#include <span>
#include <string_view>

namespace bearward::model {

// EventNames returns the name of each EventType, in the order of the enumeration (event.cc).
std::span<const std::string_view> EventNames();

}  // namespace bearward::model
