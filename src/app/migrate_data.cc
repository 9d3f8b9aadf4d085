#include "app/migrate_data.h"

#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <utility>

#include "app/data_folder.h"
#include "app/folder_key_ring.h"
#include "app/folder_lock.h"
#include "app/master_key_check.h"
#include "app/storage.h"
#include "app/write_file.h"
#include "base/entropy.h"
#include "crypto/key_ring.h"
#include "json/writer.h"
#include "store/chain_check.h"
#include "store/check_sqlite.h"
#include "store/engine_postgres.h"
#include "store/engine_sqlite.h"
#include "store/event_chain_rows.h"

namespace bearward::app {
namespace {

constexpr mode_t kPrivate = S_IRUSR | S_IWUSR;
// A statement of a copy reads or writes many rows.
constexpr std::chrono::seconds kPatience{60};

base::Status CheckHasDatabase(const DataFolder& folder) {
  if (folder.HasDatabase()) return {};
  return base::Fail(base::Invalid(
      "database_missing",
      folder.Database() + ": there is no database. Name the data folder with --data."));
}

base::Status CheckSource(const Config& config, const DataFolder& folder,
                         store::CopyDirection direction) {
  if (!config.storage.is_postgres()) {
    return base::Fail(
        base::Invalid("bad_setting",
                      "storage.url: it is not set. Set it, or storage.url_file, to the PostgreSQL "
                      "database to copy to or from."));
  }
  const std::string& file = folder.Database();
  if (direction == store::CopyDirection::kToPostgres) {
    BW_TRY(CheckHasDatabase(folder));
    BW_TRY(store::CheckSqliteFile(file, kPatience));
    return {};
  }
  if (!FileExists(file)) return {};
  return base::Fail(base::Conflict(
      "database_exists",
      file + ": this folder has a database. Move it away, or name another folder with --data."));
}

// A source of an earlier version has no chain yet; its copy gets one, as at the first start.
base::Result<store::ChainReport> CheckLog(store::Engine& copy, const store::EventChain& chain) {
  BW_TRY(store::ChainWholeLog(copy, chain));
  BW_TRY(copy.Begin(false));
  auto report = store::CheckChain(copy, chain);
  copy.RollBack();
  return report;
}

// WarnOfLog names the problems of the event log, which are those of the source. The copy is usable
// without the proof.
void WarnOfLog(store::Engine& copy, const crypto::KeyRing& ring,
               std::vector<std::string>& warnings) {
  const auto report = CheckLog(copy, ChainOf(ring));
  if (!report) {
    warnings.push_back("the event log of the copy could not be verified: " + report.error().detail +
                       ". Run `bearward audit verify`.");
    return;
  }
  for (const std::string& problem : report->problems) warnings.push_back("event log: " + problem);
}

// Copy opens `file` as the SQLite side. A key that does not belong to the source is refused: the
// copy could not be used with it.
base::Result<std::vector<store::CopiedTable>> Copy(const Config& config, const std::string& file,
                                                   const crypto::KeyRing& ring,
                                                   store::CopyDirection direction,
                                                   std::vector<std::string>& warnings) {
  BW_TRY_ASSIGN(auto options, PostgresOf(config));
  options.patience = kPatience;
  BW_TRY_ASSIGN(const auto postgres, store::OpenPostgres(options, true));
  BW_TRY_ASSIGN(const auto sqlite, store::OpenSqlite(file, true));
  BW_TRY_ASSIGN(auto copied,
                store::CopyDatabase(*sqlite, *postgres, direction, [&ring](store::ReadTx& tx) {
                  return CheckMasterKey(tx, ring);
                }));
  WarnOfLog(direction == store::CopyDirection::kToSqlite ? *sqlite : *postgres, ring, warnings);
  return copied;
}

// ToSqlite writes a file of another name first, so that an interrupted copy is never served.
base::Result<std::vector<store::CopiedTable>> ToSqlite(const Config& config,
                                                       const DataFolder& folder,
                                                       const crypto::KeyRing& ring,
                                                       std::vector<std::string>& warnings) {
  const std::string partial = folder.Database() + ".migrating";
  for (const char* ending : {"", "-wal", "-shm"}) ::unlink((partial + ending).c_str());
  BW_TRY(WriteNewFile(partial, {}, kPrivate));
  BW_TRY_ASSIGN(auto copied,
                Copy(config, partial, ring, store::CopyDirection::kToSqlite, warnings));
  BW_TRY(RenameFile(partial, folder.Database()));
  BW_TRY(folder.FinishSetup(config.master_key_file));
  BW_TRY(SyncFolder(folder.path()));
  return copied;
}

}  // namespace

base::Result<std::vector<store::CopiedTable>> MigrateData(const Config& config,
                                                          store::CopyDirection direction,
                                                          std::vector<std::string>& warnings) {
  // Only the folder of a copy may be made here.
  if (direction == store::CopyDirection::kToPostgres) {
    BW_TRY(CheckHasDatabase(DataFolder::At(config.data)));
  }
  BW_TRY_ASSIGN(const DataFolder folder, DataFolder::Open(config.data));
  BW_TRY_ASSIGN(const FolderLock serving, FolderLock::ForServing(folder.path()));
  BW_TRY_ASSIGN(const FolderLock setup, FolderLock::ForSetup(folder.path()));
  BW_TRY(CheckSource(config, folder, direction));
  BW_TRY(CheckUnused(folder.Database()));
  base::SystemEntropy entropy;
  BW_TRY_ASSIGN(const crypto::KeyRing ring, FindRing(config, folder, entropy, warnings));
  if (direction == store::CopyDirection::kToSqlite) return ToSqlite(config, folder, ring, warnings);
  return Copy(config, folder.Database(), ring, direction, warnings);
}

std::string CopiedAsText(const std::vector<store::CopiedTable>& copied) {
  std::string text;
  for (const auto& table : copied) text += table.name + ": " + std::to_string(table.rows) + "\n";
  return text + "All rows of the copy are equal to those of the source.\n";
}

std::string CopiedAsJson(const std::vector<store::CopiedTable>& copied) {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("tables").BeginArray();
  for (const auto& table : copied) {
    writer.BeginObject().Key("name").String(table.name).Key("rows").Int(table.rows).EndObject();
  }
  writer.EndArray().EndObject();
  return text + "\n";
}

}  // namespace bearward::app
