#include "store/login_failures.h"

#include "store/columns.h"

namespace bearward::store {

base::Result<LoginFailures> FindLoginFailures(ReadTx& tx, const model::EnvironmentId& environment,
                                              const model::UserId& user) {
  BW_TRY_ASSIGN(auto found,
                ReadOne<LoginFailures>(tx.Execute("SELECT count, locked_until FROM login_failures "
                                                  "WHERE environment_id = ?1 AND user_id = ?2",
                                                  {environment.text, user.text}),
                                       [](Columns& columns) -> LoginFailures {
                                         return {.count = columns.Integer(),
                                                 .locked_until = columns.OptionalTime()};
                                       }));
  return found.value_or(LoginFailures{});
}

base::Status PutLoginFailures(WriteTx& tx, const model::EnvironmentId& environment,
                              const model::UserId& user, const LoginFailures& failures) {
  if (failures.count == 0 && !failures.locked_until) {
    return Done(tx.Execute("DELETE FROM login_failures WHERE environment_id = ?1 AND user_id = ?2",
                           {environment.text, user.text}));
  }
  return Done(
      tx.Execute("INSERT INTO login_failures (environment_id, user_id, count, locked_until) "
                 "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (environment_id, user_id) "
                 "DO UPDATE SET count = excluded.count, locked_until = excluded.locked_until",
                 {environment.text, user.text, failures.count, TimeOrNull(failures.locked_until)}));
}

}  // namespace bearward::store
