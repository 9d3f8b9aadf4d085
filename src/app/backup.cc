#include "app/backup.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <optional>
#include <utility>

#include "app/check_database.h"
#include "app/data_folder.h"
#include "app/folder_lock.h"
#include "app/write_file.h"
#include "store/sqlite_snapshot.h"

namespace bearward::app {
namespace {

constexpr mode_t kPrivate = S_IRUSR | S_IWUSR;
// SQLite finds the WAL and the shared memory of a database by these endings.
constexpr const char* kSqliteEndings[] = {"", "-wal", "-shm"};

// NewFile is a file that the destructor removes, with SQLite's files beside it, unless it was
// renamed.
class NewFile {
 public:
  static base::Result<NewFile> Make(std::string path) {
    BW_TRY(WriteNewFile(path, {}, kPrivate));
    return NewFile(std::move(path));
  }
  NewFile(NewFile&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  NewFile& operator=(NewFile&&) = delete;
  ~NewFile() {
    if (path_.empty()) return;
    for (const char* ending : kSqliteEndings) ::unlink((path_ + ending).c_str());
  }
  const std::string& path() const { return path_; }
  base::Status RenameTo(const std::string& name) {
    BW_TRY(RenameFile(path_, name));
    path_.clear();
    return {};
  }

 private:
  explicit NewFile(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

std::string FolderOf(const std::string& file) {
  const std::filesystem::path folder = std::filesystem::path(file).parent_path();
  return folder.empty() ? "." : folder.string();
}

// WithPath adds the name of the file to an error of the store.
base::Error WithPath(const std::string& path, const base::Error& error) {
  const bool damaged = error.reason == "database_damaged";
  return base::Unavailable(
      error.reason,
      path + (damaged ? ": the database is damaged (" + error.detail + ")." : ": " + error.detail));
}

base::Status CheckIsFree(const std::string& file) {
  if (!FileExists(file)) return {};
  return base::Fail(base::Exists(
      "file_exists", file + ": this file exists, and backup replaces no file. Name a new one."));
}

base::Status CheckIsNew(const std::string& file) {
  BW_TRY(CheckIsFree(file));
  if (FileExists(file + ".partial")) {
    return base::Fail(
        base::Exists("file_exists", file + ".partial: another backup writes this file, or one was "
                                           "interrupted. Remove it if no backup runs."));
  }
  return {};
}

// The lock prevents `restore` from replacing the database between its check and the opening.
base::Result<store::SqliteSnapshot> OpenSnapshot(const DataFolder& folder) {
  if (!folder.HasDatabase()) {
    return base::Fail(base::Invalid(
        "database_missing",
        folder.Database() + ": there is no database. Name the data folder with --data."));
  }
  BW_TRY_ASSIGN(const FolderLock lock, FolderLock::ForSetup(folder.path()));
  auto snapshot = store::SqliteSnapshot::Open(folder.Database());
  if (!snapshot) return base::Fail(WithPath(folder.Database(), snapshot.error()));
  return snapshot;
}

// CopyTo copies the database of a folder. The snapshot ends with the copy, so that the WAL can
// shrink again.
base::Result<NewFile> CopyTo(const std::string& path, const DataFolder& folder) {
  BW_TRY_ASSIGN(const store::SqliteSnapshot snapshot, OpenSnapshot(folder));
  BW_TRY_ASSIGN(NewFile copy, NewFile::Make(path));
  if (const auto copied = snapshot.CopyTo(path); !copied) {
    return base::Fail(WithPath(path, copied.error()));
  }
  return copy;
}

base::Error NotUsable(const std::string& file, const store::CheckReport& report) {
  return base::Invalid("backup_damaged", file + ": " + report.Summary());
}

// Otherwise a program that alters one event would make all later backups useless.
void WarnOfLog(const std::string& file, const store::CheckReport& report,
               std::vector<std::string>& warnings) {
  const std::string problems = report.LogProblems();
  if (!problems.empty()) warnings.push_back(file + ": the event log is damaged: " + problems);
}

// CopyOf copies a backup into the data folder. What an interrupted restore left there is removed.
base::Result<NewFile> CopyOf(const std::string& file, const std::string& to) {
  if (!FileExists(file)) {
    return base::Fail(base::Invalid("unreadable_file", file + ": there is no such file."));
  }
  const auto snapshot = store::SqliteSnapshot::Open(file);
  if (!snapshot) return base::Fail(WithPath(file, snapshot.error()));
  for (const char* ending : kSqliteEndings) ::unlink((to + ending).c_str());
  BW_TRY_ASSIGN(NewFile copy, NewFile::Make(to));
  if (const auto copied = snapshot->CopyTo(to); !copied) {
    return base::Fail(WithPath(file, copied.error()));
  }
  return copy;
}

base::Status CheckReplaceable(const DataFolder& folder, bool replace) {
  const bool holds_data = folder.HasDatabase() || HoldsBytes(folder.Database() + "-wal");
  if (!holds_data || replace) return {};
  return base::Fail(base::Conflict(
      "database_exists", folder.Database() + ": this folder has a database. Name an empty folder "
                                             "with --data, or replace the database with --replace; "
                                             "restore then keeps it under another name."));
}

// The database comes first: without it, a start after an interruption is refused. A WAL that was
// renamed before its database would silently take the newest changes with it.
base::Result<std::string> SetAside(const std::string& database, base::Time now) {
  const std::string name = database + ".replaced-" + TimeInName(now);
  bool any = false;
  for (const char* ending : kSqliteEndings) {
    if (!FileExists(database + ending)) continue;
    BW_TRY(RenameFile(database + ending, name + ending));
    any = true;
  }
  return any ? name : std::string();
}

}  // namespace

base::Result<store::CheckReport> BackUp(const Config& config, const std::string& file,
                                        std::vector<std::string>& warnings) {
  const DataFolder folder = DataFolder::At(config.data);
  BW_TRY(CheckIsNew(file));
  BW_TRY_ASSIGN(NewFile partial, CopyTo(file + ".partial", folder));
  auto report = store::CheckWholeDatabase(partial.path());
  if (!report) return base::Fail(WithPath(partial.path(), report.error()));
  if (!report->usable()) return base::Fail(NotUsable(folder.Database(), *report));
  WarnOfLog(folder.Database(), *report, warnings);
  BW_TRY(CheckIsFree(file));
  BW_TRY(partial.RenameTo(file));
  BW_TRY(SyncFolder(FolderOf(file)));
  return report;
}

base::Result<Restored> Restore(const Config& config, const std::string& file, bool replace,
                               const base::Clock& clock, std::vector<std::string>& warnings) {
  BW_TRY_ASSIGN(const DataFolder folder, DataFolder::Open(config.data));
  BW_TRY_ASSIGN(const FolderLock serving, FolderLock::ForServing(folder.path()));
  BW_TRY_ASSIGN(const FolderLock setup, FolderLock::ForSetup(folder.path()));
  BW_TRY(CheckReplaceable(folder, replace));
  BW_TRY(CheckUnused(folder.Database()));
  BW_TRY_ASSIGN(NewFile copy, CopyOf(file, folder.Database() + ".restoring"));
  Restored restored;
  BW_TRY_ASSIGN(restored.report, CheckFileWithKey(config, folder, copy.path(), warnings));
  if (!restored.report.usable()) return base::Fail(NotUsable(file, restored.report));
  WarnOfLog(file, restored.report, warnings);
  BW_TRY_ASSIGN(restored.set_aside, SetAside(folder.Database(), clock.Now()));
  BW_TRY(copy.RenameTo(folder.Database()));
  BW_TRY(SyncFolder(folder.path()));
  BW_TRY(folder.FinishSetup(config.master_key_file));
  return restored;
}

}  // namespace bearward::app
