// Table of the rows of bulk loads that are not applied yet.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "model/waiting_rows.h"
#include "store/table.h"
#include "store/transaction.h"

namespace bearward::store {

// AllWaitingRows returns the table.
const TableOf<model::WaitingRows>& AllWaitingRows();

// FindNextWaitingRows returns the rows that are applied next, of all environments; nullopt if
// there are none. NextWaitingNumber returns the number of rows that are applied after all others.
base::Result<std::optional<model::WaitingRows>> FindNextWaitingRows(ReadTx& tx);
base::Result<std::int64_t> NextWaitingNumber(ReadTx& tx);
// CountWaitingLoads counts the loads of an organization that have waiting rows.
base::Result<std::int64_t> CountWaitingLoads(ReadTx& tx, const model::EnvironmentId& environment,
                                             const model::OrganizationId& organization);
// HasWaitingRows says whether a load has waiting rows, DeleteWaitingRowsOf deletes them.
base::Result<bool> HasWaitingRows(ReadTx& tx, const model::EnvironmentId& environment,
                                  std::string_view load);
base::Status DeleteWaitingRowsOf(WriteTx& tx, const model::EnvironmentId& environment,
                                 std::string_view load);

}  // namespace bearward::store
