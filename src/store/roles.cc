#include "store/roles.h"

#include "store/columns.h"

namespace bearward::store {

base::Result<std::optional<model::Role>> FindRole(ReadTx& tx,
                                                  const model::EnvironmentId& environment,
                                                  std::string_view slug) {
  return ReadOne<model::Role>(
      tx.Execute("SELECT environment_id, slug, name, permissions FROM roles "
                 "WHERE environment_id = ?1 AND slug = ?2",
                 {BorrowedText(environment.text), BorrowedText(slug)}),
      [](Columns& columns) -> model::Role {
        return {.environment = columns.Id<model::EnvironmentId>(),
                .slug = columns.Text(),
                .name = columns.Text(),
                .permissions = columns.List()};
      });
}

base::Status PutRole(WriteTx& tx, const model::Role& role) {
  BW_TRY_ASSIGN(const std::string permissions, ListValue(role.permissions));
  return Done(
      tx.Execute("INSERT INTO roles (environment_id, slug, name, permissions) "
                 "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (environment_id, slug) "
                 "DO UPDATE SET name = excluded.name, permissions = excluded.permissions",
                 {role.environment.text, role.slug, role.name, permissions}));
}

}  // namespace bearward::store
