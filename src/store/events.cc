#include "store/events.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <span>
#include <utility>

#include "store/columns.h"
#include "store/event_chain_rows.h"
#include "store/pruning.h"

namespace bearward::store {
namespace {

#define SELECT_EVENT                                                                            \
  "SELECT number, environment_id, organization_id, type, actor_kind, actor_id, credential_id, " \
  "address, request_id, target, at, data FROM events "

model::Event ReadEvent(Columns& columns) {
  return {.number = columns.Integer(),
          .environment = columns.Id<model::EnvironmentId>(),
          .organization = columns.OptionalId<model::OrganizationId>(),
          .type = columns.Word(model::ParseEventName),
          .actor = {.kind = columns.Text(),
                    .id = columns.Text(),
                    .credential_id = columns.Text(),
                    .origin = {.address = columns.Text(), .request_id = columns.Text()}},
          .target = columns.Text(),
          .at = columns.Time(),
          .data = columns.Text()};
}

// Statement is a SELECT under construction: its text and its values.
class Statement {
 public:
  Statement& Add(std::string_view text) {
    text_ += text;
    return *this;
  }
  Statement& Bind(Parameter value) {
    values_.push_back(std::move(value));
    fmt::format_to(std::back_inserter(text_), "?{}", values_.size());
    return *this;
  }
  base::Result<Rows> Run(ReadTx& tx) const { return tx.Execute(text_, std::span(values_)); }

 private:
  std::string text_;
  std::vector<Parameter> values_;
};

// Scan is the range of numbers that one page reads, in the direction of reading.
struct Scan {
  std::optional<std::int64_t> start = std::nullopt;  // exclusive: the cursor
  std::int64_t end = 0;                              // inclusive
  bool reaches_end = false;                          // of the list
};

std::string_view OrderBy(const Direction& direction) {
  return direction.ascending ? " ORDER BY number ASC LIMIT " : " ORDER BY number DESC LIMIT ";
}

void AddStart(const Scan& scan, const Direction& direction, Statement& statement) {
  if (!scan.start) return;
  statement.Add(direction.ascending ? " AND number > " : " AND number < ").Bind(*scan.start);
}

base::Result<std::optional<std::int64_t>> NumberOf(const EventQuery& query,
                                                   const Direction& direction) {
  if (direction.cursor == nullptr) return std::nullopt;
  const std::string& text = *direction.cursor;
  std::int64_t number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec == std::errc() && parsed.ptr == text.data() + text.size()) return number;
  return base::Fail(InvalidCursor(query));
}

// ScanOf finds the last of the kScannedEvents events after the cursor, by the index of numbers;
// nullopt if there is none.
base::Result<std::optional<Scan>> ScanOf(ReadTx& tx, const EventQuery& query,
                                         const Direction& direction) {
  Scan scan;
  BW_TRY_ASSIGN(scan.start, NumberOf(query, direction));
  Statement statement;
  statement.Add(direction.ascending ? "SELECT coalesce(max(number), 0), "
                                    : "SELECT coalesce(min(number), 0), ");
  statement.Add("count(*) FROM (SELECT number FROM events WHERE environment_id = ");
  statement.Bind(query.environment.text);
  AddStart(scan, direction, statement);
  statement.Add(OrderBy(direction)).Bind(std::int64_t{kScannedEvents}).Add(") AS scanned");
  // The last number in the direction of reading, and the count.
  using Found = std::pair<std::int64_t, std::int64_t>;
  BW_TRY_ASSIGN(const auto found, ReadOne<Found>(statement.Run(tx), [](Columns& columns) {
                  const std::int64_t last = columns.Integer();
                  return Found(last, columns.Integer());
                }));
  if (!found || found->second == 0) return std::nullopt;
  scan.end = found->first;
  scan.reaches_end = found->second < kScannedEvents;
  return scan;
}

void AddFilters(const EventQuery& query, Statement& statement) {
  const auto add = [&](std::string_view text, Parameter value) {
    statement.Add(text).Bind(std::move(value));
  };
  if (query.organization) add(" AND organization_id = ", query.organization->text);
  for (std::size_t i = 0; i < query.types.size(); ++i) {
    add(i == 0 ? " AND type IN (" : ", ", std::string(model::EventName(query.types[i])));
  }
  if (!query.types.empty()) statement.Add(")");
  if (query.actor) add(" AND actor_id = ", *query.actor);
  if (query.target) add(" AND target = ", *query.target);
  if (query.from) add(" AND at >= ", base::ToMillis(*query.from));
  if (query.to) add(" AND at < ", base::ToMillis(*query.to));
}

}  // namespace

base::Result<std::vector<model::Event>> ListEvents(ReadTx& tx,
                                                   const model::EnvironmentId& environment,
                                                   std::int64_t after, int limit) {
  return ReadAll(
      tx.Execute(SELECT_EVENT "WHERE environment_id = ?1 AND number > ?2 ORDER BY number LIMIT ?3",
                 {environment.text, after, limit}),
      ReadEvent);
}

base::Result<EventPage> FindEvents(ReadTx& tx, const EventQuery& query) {
  BW_TRY_ASSIGN(const Direction direction, DirectionOf(query, Order::kDescending));
  BW_TRY_ASSIGN(const auto scan, ScanOf(tx, query, direction));
  EventPage page;
  if (!scan) {
    page.ends = EndsOf(direction, false, "", "");
    return page;
  }
  Statement statement;
  statement.Add(SELECT_EVENT "WHERE environment_id = ").Bind(query.environment.text);
  AddStart(*scan, direction, statement);
  statement.Add(direction.ascending ? " AND number <= " : " AND number >= ").Bind(scan->end);
  AddFilters(query, statement);
  statement.Add(OrderBy(direction)).Bind(std::int64_t{query.limit} + 1);
  BW_TRY_ASSIGN(page.events, ReadAll(statement.Run(tx), ReadEvent));
  const bool full = page.events.size() > static_cast<std::size_t>(query.limit);
  if (full) page.events.pop_back();
  if (page.events.empty() && scan->reaches_end) return page;
  // The next page starts after the last event of this page, or after the events that the filters
  // excluded.
  std::string near = std::to_string(page.events.empty() ? scan->end : page.events.front().number);
  std::string far = std::to_string(full ? page.events.back().number : scan->end);
  if (!full && scan->reaches_end) far = std::to_string(page.events.back().number);
  if (direction.backwards) {
    std::ranges::reverse(page.events);
    std::swap(near, far);
  }
  page.ends = EndsOf(direction, full || !scan->reaches_end, near, far);
  return page;
}

base::Result<std::vector<model::Event>> ListAllEvents(ReadTx& tx, std::int64_t after) {
  constexpr int kPage = 5000;
  std::vector<model::Event> all;
  while (true) {
    const std::int64_t from = all.empty() ? after + 1 : all.back().number + 1;
    BW_TRY_ASSIGN(auto page, ListEventsFrom(tx, from, kPage));
    all.insert(all.end(), std::make_move_iterator(page.begin()),
               std::make_move_iterator(page.end()));
    if (std::cmp_less(page.size(), kPage)) return all;
  }
}

// Without LIMIT the generic plan of PostgreSQL would sort the whole log.
base::Result<std::vector<model::Event>> ListEventsFrom(ReadTx& tx, std::int64_t from, int limit) {
  return ReadAll(
      tx.Execute(SELECT_EVENT "WHERE number >= ?1 ORDER BY number LIMIT ?2", {from, limit}),
      ReadEvent);
}

base::Result<std::int64_t> LastEventNumber(ReadTx& tx) {
  return ReadInteger(tx.Execute("SELECT coalesce(max(number), 0) FROM events"));
}

base::Result<std::optional<base::Time>> LastEventTime(ReadTx& tx) {
  return ReadOne<base::Time>(
      tx.Execute("SELECT at FROM events WHERE number = (SELECT max(number) FROM events)"),
      [](Columns& columns) { return columns.Time(); });
}

// Event numbers follow the time of writing, so the oldest events have the lowest numbers. Only
// events written while the wall clock was ahead have a later time than their successors.
base::Result<std::int64_t> PruneEvents(WriteTx& tx, const PruneBounds& bounds, int batch) {
  struct Numbered {
    std::int64_t number = 0;
    base::Time at;
  };
  std::vector<std::int64_t> due;
  std::int64_t after = 0;
  for (bool more = true; more && std::cmp_less(due.size(), batch);) {
    BW_TRY_ASSIGN(const auto window,
                  ReadAll<Numbered>(tx.Execute("SELECT number, at FROM events WHERE number > ?1 "
                                               "AND number < (SELECT max(number) FROM events) "
                                               "ORDER BY number LIMIT ?2",
                                               {after, batch}),
                                    [](Columns& columns) -> Numbered {
                                      return {.number = columns.Integer(), .at = columns.Time()};
                                    }));
    more = std::cmp_equal(window.size(), batch);
    for (const Numbered& event : window) {
      if (std::cmp_equal(due.size(), batch)) break;
      if (event.at < bounds.before) {
        due.push_back(event.number);
      } else if (event.at <= bounds.now) {
        more = false;
        break;
      }
      after = event.number;
    }
  }
  if (due.empty()) return 0;
  BW_TRY(RecordPruned(tx, due.front(), due.back(), bounds.before));
  BW_TRY_ASSIGN(const Rows rows,
                tx.Execute("DELETE FROM events WHERE number >= ?1 AND number <= ?2 AND at < ?3 "
                           "RETURNING 1",
                           {due.front(), due.back(), base::ToMillis(bounds.before)}));
  return static_cast<std::int64_t>(rows.size());
}

}  // namespace bearward::store
