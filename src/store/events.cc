#include "store/events.h"

#include <utility>

#include "store/columns.h"
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

}  // namespace

base::Result<std::vector<model::Event>> ListEvents(ReadTx& tx,
                                                   const model::EnvironmentId& environment,
                                                   std::int64_t after, int limit) {
  return ReadAll(
      tx.Execute(SELECT_EVENT "WHERE environment_id = ?1 AND number > ?2 ORDER BY number LIMIT ?3",
                 {environment.text, after, limit}),
      ReadEvent);
}

base::Result<std::vector<model::Event>> ListAllEvents(ReadTx& tx, std::int64_t after) {
  return ReadAll(tx.Execute(SELECT_EVENT "WHERE number > ?1 ORDER BY number", {after}), ReadEvent);
}

base::Result<std::int64_t> LastEventNumber(ReadTx& tx) {
  return ReadInteger(tx.Execute("SELECT coalesce(max(number), 0) FROM events"));
}

base::Result<std::optional<base::Time>> LastEventTime(ReadTx& tx) {
  return ReadOne<base::Time>(
      tx.Execute("SELECT at FROM events WHERE number = (SELECT max(number) FROM events)"),
      [](Columns& columns) { return columns.Time(); });
}

// Numbers follow the time at which events were written, so the due ones come first; only those
// written while the wall clock was ahead lie among them with a later time.
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
  BW_TRY_ASSIGN(const Rows rows,
                tx.Execute("DELETE FROM events WHERE number >= ?1 AND number <= ?2 AND at < ?3 "
                           "RETURNING 1",
                           {due.front(), due.back(), base::ToMillis(bounds.before)}));
  return static_cast<std::int64_t>(rows.size());
}

}  // namespace bearward::store
