#include "model/event_names.h"

#include <vector>

#include "base/near_miss.h"
#include "model/event_type.h"

namespace bearward::model {

std::string UnknownEvent(std::string_view name) {
  std::vector<std::string_view> names;
  for (int i = 0; i < static_cast<int>(EventType::kCount_); ++i) {
    names.push_back(EventName(static_cast<EventType>(i)));
  }
  return "Unknown event type \"" + std::string(name) + "\"." +
         base::Suggest(name, names, "docs/events.md lists them.");
}

}  // namespace bearward::model
