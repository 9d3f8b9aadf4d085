#include "store/jwt_templates.h"

#include "store/columns.h"

namespace bearward::store {

base::Result<std::optional<JwtTemplate>> FindJwtTemplate(ReadTx& tx,
                                                         const model::EnvironmentId& environment) {
  return ReadOne<JwtTemplate>(
      tx.Execute("SELECT content, created_at, updated_at FROM jwt_templates "
                 "WHERE environment_id = ?1",
                 {environment.text}),
      [](Columns& columns) -> JwtTemplate {
        return {
            .content = columns.Text(), .created_at = columns.Time(), .updated_at = columns.Time()};
      });
}

base::Status PutJwtTemplate(WriteTx& tx, const model::EnvironmentId& environment,
                            const JwtTemplate& row) {
  return Done(
      tx.Execute("INSERT INTO jwt_templates (environment_id, content, created_at, updated_at) "
                 "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (environment_id) "
                 "DO UPDATE SET content = excluded.content, updated_at = excluded.updated_at",
                 {environment.text, row.content, base::ToMillis(row.created_at),
                  base::ToMillis(row.updated_at)}));
}

}  // namespace bearward::store
