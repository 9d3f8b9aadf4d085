#include "store/environments.h"

#include "store/columns.h"

#define SELECT_ENVIRONMENT \
  "SELECT id, name, sandbox, enabled, position, created_at FROM environments "

namespace bearward::store {
namespace {

model::Environment ReadEnvironment(Columns& columns) {
  return {.id = columns.Id<model::EnvironmentId>(),
          .name = columns.Text(),
          .sandbox = columns.Flag(),
          .enabled = columns.Flag(),
          .position = columns.Integer(),
          .created_at = columns.Time()};
}

}  // namespace

base::Result<std::optional<model::Environment>> FindEnvironment(ReadTx& tx,
                                                                const model::EnvironmentId& id) {
  return ReadOne(tx.Execute(SELECT_ENVIRONMENT "WHERE id = ?1", {BorrowedText(id.text)}),
                 ReadEnvironment);
}

base::Result<std::optional<model::Environment>> FindEnvironmentByName(ReadTx& tx,
                                                                      std::string_view name) {
  return ReadOne(tx.Execute(SELECT_ENVIRONMENT "WHERE name = ?1", {std::string(name)}),
                 ReadEnvironment);
}

base::Result<std::vector<model::Environment>> ListEnvironments(ReadTx& tx) {
  return ReadAll(tx.Execute(SELECT_ENVIRONMENT "ORDER BY position, id"), ReadEnvironment);
}

base::Status InsertEnvironment(WriteTx& tx, const model::Environment& environment) {
  return Done(
      tx.Execute("INSERT INTO environments (id, name, sandbox, enabled, position, created_at) "
                 "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                 {environment.id.text, environment.name, environment.sandbox, environment.enabled,
                  environment.position, base::ToMillis(environment.created_at)}));
}

base::Status UpdateEnvironment(WriteTx& tx, const model::Environment& environment) {
  return ChangedOne(
      tx.Execute("UPDATE environments SET name = ?2, sandbox = ?3, enabled = ?4, position = ?5, "
                 "created_at = ?6 WHERE id = ?1 RETURNING 1",
                 {environment.id.text, environment.name, environment.sandbox, environment.enabled,
                  environment.position, base::ToMillis(environment.created_at)}));
}

}  // namespace bearward::store
