// The event log, for reading. To write events, use WriteTx::Append.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/event.h"
#include "store/page.h"
#include "store/transaction.h"

namespace bearward::store {

struct PruneBounds;  // store/pruning.h

// ListEvents returns up to `limit` events of an environment with numbers greater than `after`, in
// order.
base::Result<std::vector<model::Event>> ListEvents(ReadTx& tx,
                                                   const model::EnvironmentId& environment,
                                                   std::int64_t after, int limit);
// kScannedEvents is the maximum number of events that one FindEvents reads, because no index covers
// its filters.
inline constexpr int kScannedEvents = 10'000;

// EventQuery selects events of an environment. Cursors are numbers of events in decimal; an event
// with the number need not exist. Without an order, the newest event comes first. `from` is
// inclusive, `to` is exclusive. An absent filter, or an empty list of types, selects any event.
struct EventQuery : PageRequest {
  model::EnvironmentId environment;
  std::optional<model::OrganizationId> organization = std::nullopt;
  std::vector<model::EventType> types = {};
  std::optional<std::string> actor = std::nullopt;
  std::optional<std::string> target = std::nullopt;
  std::optional<base::Time> from = std::nullopt;
  std::optional<base::Time> to = std::nullopt;
};

// EventPage is a page of FindEvents.
struct EventPage {
  std::vector<model::Event> events;
  PageEnds ends;
};

// FindEvents returns a page. A page may have fewer events than the limit, or none, although more
// events follow: the list ends only at a page without a cursor. kInvalid "invalid_cursor" for a
// cursor that is not a number.
base::Result<EventPage> FindEvents(ReadTx& tx, const EventQuery& query);

// ListAllEvents returns the events of all environments with numbers greater than `after`, in order.
// It is for listeners; its result must not be shown to a caller.
base::Result<std::vector<model::Event>> ListAllEvents(ReadTx& tx, std::int64_t after);
// ListEventsFrom returns up to `limit` events of all environments from the number `from` on, in
// order.
base::Result<std::vector<model::Event>> ListEventsFrom(ReadTx& tx, std::int64_t from, int limit);
// LastEventNumber returns the number of the newest event of all environments, 0 for an empty log.
base::Result<std::int64_t> LastEventNumber(ReadTx& tx);
// LastEventTime returns the time of the newest event of all environments; nullopt for an empty log.
base::Result<std::optional<base::Time>> LastEventTime(ReadTx& tx);
// PruneEvents deletes the oldest events that are due, at most `batch`, and returns how many. It
// always keeps the newest event of all environments, because numbering continues from it.
base::Result<std::int64_t> PruneEvents(WriteTx& tx, const PruneBounds& bounds, int batch);

}  // namespace bearward::store
