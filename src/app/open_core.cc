#include "app/open_core.h"

#include "app/folder_lock.h"
#include "store/check_sqlite.h"

namespace bearward::app {

base::Status CheckData(const Config& config, const DataFolder& folder) {
  BW_TRY(folder.CheckDatabase(config.master_key_file));
  if (!folder.HasDatabase()) return {};
  const auto checked = store::CheckSqliteFile(folder.Database(), store::kCheckPatience);
  if (checked) return {};
  // An interrupted first start leaves a database without tables.
  if (checked.error().reason == "database_empty" && !folder.HadDatabase()) return {};
  return base::Fail(checked.error());
}

base::Result<std::unique_ptr<Core>> OpenCore(const Config& config, const DataFolder& folder,
                                             Outside outside, std::vector<std::string>& warnings,
                                             std::chrono::milliseconds wait) {
  BW_TRY_ASSIGN(const FolderLock lock, FolderLock::ForSetup(folder.path()));
  BW_TRY(CheckData(config, folder));
  BW_TRY_ASSIGN(const base::Secret key,
                folder.ReadMasterKey(config.master_key_file, outside.entropy, warnings));
  BW_TRY_ASSIGN(auto core, Core::Open(config, outside, SourceOf(folder.Database(), wait), key));
  BW_TRY(folder.FinishSetup(config.master_key_file));
  return core;
}

}  // namespace bearward::app
