#include "store/administrators.h"

#include "store/columns.h"

namespace bearward::store {
namespace {

model::UserId ReadUserId(Columns& columns) { return columns.Id<model::UserId>(); }

}  // namespace

base::Result<bool> IsAdministrator(ReadTx& tx, const model::EnvironmentId& environment,
                                   const model::UserId& user) {
  BW_TRY_ASSIGN(const std::int64_t rows,
                ReadInteger(tx.Execute("SELECT count(*) FROM administrators "
                                       "WHERE environment_id = ?1 AND user_id = ?2",
                                       {environment.text, user.text})));
  return rows > 0;
}

base::Result<std::vector<model::UserId>> ListAdministrators(
    ReadTx& tx, const model::EnvironmentId& environment) {
  return ReadAll(tx.Execute("SELECT user_id FROM administrators WHERE environment_id = ?1 "
                            "ORDER BY created_at, user_id",
                            {environment.text}),
                 ReadUserId);
}

base::Result<bool> HasAdministrator(ReadTx& tx) {
  BW_TRY_ASSIGN(const std::int64_t rows,
                ReadInteger(tx.Execute(
                    "SELECT count(*) FROM (SELECT 1 FROM administrators LIMIT 1) AS one", {})));
  return rows > 0;
}

base::Status InsertAdministrator(WriteTx& tx, const model::EnvironmentId& environment,
                                 const model::UserId& user, base::Time at) {
  return Done(tx.Execute(
      "INSERT INTO administrators (environment_id, user_id, created_at) VALUES (?1, ?2, ?3)",
      {environment.text, user.text, base::ToMillis(at)}));
}

}  // namespace bearward::store
