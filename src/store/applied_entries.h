// Table of digests of the values that provisioning files last applied to each row.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
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

// FindAppliedDigests returns the digests; nullopt if no file described the row.
base::Result<std::optional<std::string>> FindAppliedDigests(ReadTx& tx, const AppliedEntry& entry);
// PutAppliedDigests inserts or replaces the digests.
base::Status PutAppliedDigests(WriteTx& tx, const AppliedEntry& entry, std::string_view digests);

}  // namespace bearward::store
