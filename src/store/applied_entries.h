// Table of digests of the values that provisioning files last applied to each row, and of the rows
// that files made.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/ids.h"
#include "store/transaction.h"

namespace bearward::store {

// AppliedEntry identifies the row that an entry of a file describes. provision::EntryMemory chooses
// `kind` and `id`. The row itself may have been deleted.
struct AppliedEntry {
  model::EnvironmentId environment;
  std::string_view kind;
  std::string_view id;
};

// AppliedValues are the digests, and the time at which a file made the row. It is nullopt if
// something else made the row, and unknown for rows of release 0.1.0.
struct AppliedValues {
  std::string digests;
  std::optional<base::Time> made_at = std::nullopt;
};

// FindAppliedValues returns nullopt if no file described the row.
base::Result<std::optional<AppliedValues>> FindAppliedValues(ReadTx& tx, const AppliedEntry& entry);
// PutAppliedValues inserts or replaces the values.
base::Status PutAppliedValues(WriteTx& tx, const AppliedEntry& entry, const AppliedValues& values);

// MadeRow is a row that a file made and that still exists, with `kind` and `id` of its entry.
struct MadeRow {
  model::EnvironmentId environment;
  std::string environment_name;
  std::string kind;
  std::string id;
  std::string name;
  // holds_others says that the row is an organization with users, applications or objects that no
  // file made, or with API keys, also imported ones.
  bool holds_others = false;
};

// ListMadeRows returns them in an order in which they can be removed. A row that was deleted and
// made again by something else has another creation time, and is not among them. A revoked API key
// does not count as a row. It reads the whole table.
base::Result<std::vector<MadeRow>> ListMadeRows(ReadTx& tx);

}  // namespace bearward::store
