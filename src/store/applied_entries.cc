#include "store/applied_entries.h"

#include "store/columns.h"

namespace bearward::store {

base::Result<std::optional<std::string>> FindAppliedDigests(ReadTx& tx, const AppliedEntry& entry) {
  return ReadOne<std::string>(
      tx.Execute("SELECT digests FROM applied_entries "
                 "WHERE environment_id = ?1 AND kind = ?2 AND id = ?3",
                 {entry.environment.text, std::string(entry.kind), std::string(entry.id)}),
      [](Columns& columns) { return columns.Text(); });
}

base::Status PutAppliedDigests(WriteTx& tx, const AppliedEntry& entry, std::string_view digests) {
  return Done(
      tx.Execute("INSERT INTO applied_entries (environment_id, kind, id, digests) "
                 "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id, kind, environment_id) "
                 "DO UPDATE SET digests = excluded.digests",
                 {entry.environment.text, std::string(entry.kind), std::string(entry.id),
                  std::string(digests)}));
}

}  // namespace bearward::store
