#include "store/events.h"

#include "store/columns.h"

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

base::Result<std::int64_t> PruneEvents(WriteTx& tx, base::Time before, int batch) {
  // The newest event stays whatever its age, for its number is what the next one counts from.
  BW_TRY_ASSIGN(const Rows rows,
                tx.Execute("DELETE FROM events WHERE number IN "
                           "(SELECT number FROM events ORDER BY number LIMIT ?2) "
                           "AND at < ?1 AND number < (SELECT max(number) FROM events) RETURNING 1",
                           {base::ToMillis(before), batch}));
  return static_cast<std::int64_t>(rows.size());
}

}  // namespace bearward::store
