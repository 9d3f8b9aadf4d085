#include "model/event_names.h"

#include "base/near_miss.h"

namespace bearward::model {

std::string UnknownEvent(std::string_view name) {
  return "Unknown event type \"" + std::string(name) + "\"." +
         base::Suggest(name, EventNames(), "docs/events.md lists them.");
}

}  // namespace bearward::model
