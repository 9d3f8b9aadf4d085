// Table of what provisioning files said last about a row.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/ids.h"
#include "store/transaction.h"

namespace bearward::store {

// AppliedEntry names the row that an entry of a file describes. `kind` and `id` are the words of
// directory::EntryMemory; the row itself may be gone.
struct AppliedEntry {
  model::EnvironmentId environment;
  std::string_view kind;
  std::string_view id;
};

// FindAppliedDigests returns the digests of the values, nullopt when no file described the row.
base::Result<std::optional<std::string>> FindAppliedDigests(ReadTx& tx, const AppliedEntry& entry);
// PutAppliedDigests inserts or replaces them.
base::Status PutAppliedDigests(WriteTx& tx, const AppliedEntry& entry, std::string_view digests);

}  // namespace bearward::store
