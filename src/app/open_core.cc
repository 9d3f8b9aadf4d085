#include "app/open_core.h"

#include <chrono>

#include "app/folder_lock.h"
#include "app/master_key_check.h"
#include "app/storage.h"
#include "app/write_file.h"
#include "store/check_postgres.h"
#include "store/check_sqlite.h"

namespace bearward::app {
namespace {

// kPatience is how long a command, or a start, waits for a server that writes, or for other nodes
// that start at the same time. Core::BeginService ends it for a server.
constexpr std::chrono::seconds kPatience{15};

// Explain names the setting in an error of a database that cannot be used.
base::Error Explain(base::Error error) {
  if (error.code != base::Code::kUnavailable) return error;
  error.detail = "storage.url: the database cannot be used: " + error.detail +
                 ". Check that the server runs and accepts writes, and the hosts, the user, the "
                 "password and the database of the URL.";
  return error;
}

base::Status CheckSharedData(const Config& config) {
  BW_TRY_ASSIGN(const auto options, PostgresOf(config));
  const auto accept_any = [](store::ReadTx&) { return base::Status(); };
  const base::Status checked = store::CheckPostgres(options, accept_any);
  return checked ? checked : base::Fail(Explain(checked.error()));
}

base::Result<base::Secret> ReadKey(const Config& config, const DataFolder& folder,
                                   base::Entropy& entropy, std::vector<std::string>& warnings) {
  return config.storage.is_postgres()
             ? folder.ReadSharedMasterKey(config.master_key_file, entropy, warnings)
             : folder.ReadMasterKey(config.master_key_file, entropy, warnings);
}

}  // namespace

base::Status CheckData(const Config& config, const DataFolder& folder) {
  if (config.storage.is_postgres()) return CheckSharedData(config);
  BW_TRY(folder.CheckDatabase(config.master_key_file));
  if (!folder.HasDatabase()) return {};
  const auto checked = store::CheckSqliteFile(folder.Database(), store::kCheckPatience);
  if (checked) return {};
  // An interrupted first start leaves a database without tables.
  if (checked.error().reason == "database_empty" && !folder.HadDatabase()) return {};
  return base::Fail(checked.error());
}

base::Result<bool> IsNew(const Config& config, const DataFolder& folder) {
  if (!config.storage.is_postgres()) return !folder.HasDatabase() && !folder.HadDatabase();
  BW_TRY_ASSIGN(const auto options, PostgresOf(config));
  const auto has = store::HasSchema(options);
  if (!has) return base::Fail(Explain(has.error()));
  return !*has;
}

base::Status RequireData(const Config& config, const DataFolder& folder) {
  const bool started = config.storage.is_postgres()
                           ? !config.master_key_file.empty() || FileExists(folder.MasterKey())
                           : folder.HasDatabase() || folder.HadDatabase();
  if (started) return {};
  return base::Fail(base::NotFound(
      "no_data",
      folder.path() +
          ": this folder has no data of Bearward. Name the data folder of your server with --data, "
          "or its settings with --config. To start new data in this folder: bearward environment "
          "create --name production" +
          config.reached_by));
}

base::Status CheckSharedKey(const Config& config, const crypto::KeyRing& ring) {
  if (!config.storage.is_postgres()) return {};
  BW_TRY_ASSIGN(const auto options, PostgresOf(config));
  return store::CheckPostgres(options,
                              [&ring](store::ReadTx& tx) { return CheckMasterKey(tx, ring); });
}

base::Result<std::unique_ptr<Core>> OpenCore(const Config& config, const DataFolder& folder,
                                             Outside outside, std::vector<std::string>& warnings) {
  BW_TRY_ASSIGN(const FolderLock lock, FolderLock::ForSetup(folder.path()));
  BW_TRY(CheckData(config, folder));
  BW_TRY_ASSIGN(const base::Secret key, ReadKey(config, folder, outside.entropy, warnings));
  BW_TRY_ASSIGN(const auto source, SourceOf(config, folder.Database(), kPatience));
  BW_TRY_ASSIGN(auto core, Core::Open(config, outside, source, key));
  BW_TRY(folder.FinishSetup(config.master_key_file));
  return core;
}

}  // namespace bearward::app
