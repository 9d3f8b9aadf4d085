// Events: reads the event log for administrators.
#pragma once

#include <string_view>

#include "base/result.h"
#include "model/caller.h"
#include "store/events.h"
#include "store/store.h"

namespace bearward::events {

// kReadPermission is the permission that a member of an organization needs.
inline constexpr std::string_view kReadPermission = "events:read";

// Events is safe from any thread.
class Events {
 public:
  explicit Events(store::Store& store) : store_(store) {}

  // List returns a page of the events of the caller's environment; environment and organization of
  // the query are replaced. A key of the environment sees all of them. Any other caller needs
  // kReadPermission and sees those of its organization. kDenied "missing_permission"; errors of
  // store::FindEvents.
  base::Result<store::EventPage> List(const model::Caller& caller, store::EventQuery query) const;

 private:
  store::Store& store_;
};

}  // namespace bearward::events
