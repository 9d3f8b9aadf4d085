#include "store/waiting_rows.h"

#include <string>

#include "store/columns.h"

namespace bearward::store {

const TableOf<model::WaitingRows>& AllWaitingRows() {
  static const TableOf<model::WaitingRows> table(model::kWaitingRows);
  return table;
}

base::Result<std::optional<model::WaitingRows>> FindNextWaitingRows(ReadTx& tx) {
  return AllWaitingRows().FindWhere(tx, "number = (SELECT min(number) FROM waiting_rows)", {});
}

base::Result<std::int64_t> NextWaitingNumber(ReadTx& tx) {
  return ReadInteger(tx.Execute("SELECT coalesce(max(number), 0) + 1 FROM waiting_rows", {}));
}

base::Result<std::int64_t> CountWaitingLoads(ReadTx& tx, const model::EnvironmentId& environment,
                                             const model::OrganizationId& organization) {
  return ReadInteger(
      tx.Execute("SELECT count(DISTINCT load_id) FROM waiting_rows "
                 "WHERE environment_id = ?1 AND organization_id = ?2",
                 {environment.text, organization.text}));
}

base::Result<bool> HasWaitingRows(ReadTx& tx, const model::EnvironmentId& environment,
                                  std::string_view load) {
  BW_TRY_ASSIGN(const Rows rows, tx.Execute("SELECT 1 FROM waiting_rows WHERE environment_id = ?1 "
                                            "AND load_id = ?2 LIMIT 1",
                                            {environment.text, std::string(load)}));
  return !rows.empty();
}

base::Status DeleteWaitingRowsOf(WriteTx& tx, const model::EnvironmentId& environment,
                                 std::string_view load) {
  return Done(tx.Execute("DELETE FROM waiting_rows WHERE environment_id = ?1 AND load_id = ?2",
                         {environment.text, std::string(load)}));
}

}  // namespace bearward::store
