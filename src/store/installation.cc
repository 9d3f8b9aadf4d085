#include "store/installation.h"

#include "store/columns.h"

namespace bearward::store {

base::Result<std::optional<std::string>> FindFact(ReadTx& tx, std::string_view name) {
  return ReadOne<std::string>(
      tx.Execute("SELECT value FROM installation WHERE name = ?1", {std::string(name)}),
      [](Columns& columns) { return columns.Text(); });
}

base::Status InsertFact(WriteTx& tx, std::string_view name, std::string_view value) {
  return Done(tx.Execute("INSERT INTO installation (name, value) VALUES (?1, ?2)",
                         {std::string(name), std::string(value)}));
}

base::Status UpdateFact(WriteTx& tx, std::string_view name, std::string_view value) {
  return Done(tx.Execute("UPDATE installation SET value = ?2 WHERE name = ?1",
                         {std::string(name), std::string(value)}));
}

}  // namespace bearward::store
