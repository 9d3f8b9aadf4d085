// Events: reads the event log for administrators.
#pragma once

#include <cstdint>
#include <functional>
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

  // Get returns one event by its number, under the same rules. kNotFound "event_not_found" also for
  // an event that the caller may not see.
  base::Result<model::Event> Get(const model::Caller& caller, std::int64_t number) const;

  // ReadAll calls `use` with a page of the events of the caller's environment, inside the read
  // transaction. It keeps the organization of the query: kInvalid "no_such_organization" if the
  // environment has no such organization. Only a caller that acts for the environment may call it:
  // kDenied "not_the_environment". Errors of store::FindEvents and of `use`.
  using Use = std::function<base::Status(store::ReadTx& tx, const store::EventPage& page)>;
  base::Status ReadAll(const model::Caller& caller, store::EventQuery query, const Use& use) const;

 private:
  store::Store& store_;
};

}  // namespace bearward::events
