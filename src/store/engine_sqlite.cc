#include "store/engine_sqlite.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <unordered_map>
#include <utility>

#include "store/sqlite_connection.h"

namespace bearward::store {
namespace {

// How long a connection waits for a lock. The writer waits this long several times
// (Writer::Limits::attempts), an opening connection waits once.
constexpr int kBusyMillis = 200;
constexpr int kBusyMillisWhenOpening = 5000;
// A checkpoint costs two syncs and tens of milliseconds. It therefore runs when the writer is idle,
// or under load after this many pages (of 4 KiB). From kPagesAtMost on, the checkpoint also
// truncates the WAL, and for that it waits for readers.
constexpr int kPagesWhenIdle = 1000;
constexpr int kPagesUnderLoad = 8'000;
constexpr int kPagesAtMost = 64'000;

constexpr std::string_view kBusy = "store_busy";

using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

// SQLite's messages contain names of tables and columns but never values, so they may be logged.
base::Error ErrorOf(sqlite3* connection, int code) {
  std::string detail =
      fmt::format("sqlite {}: {}", code, connection ? sqlite3_errmsg(connection) : "not opened");
  if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY) {
    base::Error error = base::Exists("already_exists", "This is taken already.");
    error.detail = std::move(detail);
    return error;
  }
  const int primary = code & 0xff;
  if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED) {
    return base::Unavailable(std::string(kBusy), std::move(detail));
  }
  if (primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB) {
    return base::Unavailable("database_damaged", std::move(detail));
  }
  return base::Unavailable(primary == SQLITE_CONSTRAINT ? "store_refused" : "store_failed",
                           std::move(detail));
}

int BindOne(sqlite3_stmt* statement, int index, const Parameter& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    return sqlite3_bind_int64(statement, index, *integer);
  }
  const auto bind_text = [&](std::string_view text) {
    return sqlite3_bind_text64(statement, index, text.data(), text.size(), SQLITE_STATIC,
                               SQLITE_UTF8);
  };
  if (const auto* text = std::get_if<std::string>(&value)) return bind_text(*text);
  if (const auto* borrowed = std::get_if<BorrowedText>(&value)) {
    // SQLite takes a null pointer for NULL, and an empty view may have one.
    return bind_text(borrowed->text.empty() ? std::string_view("") : borrowed->text);
  }
  if (const auto* blob = std::get_if<Blob>(&value)) {
    return sqlite3_bind_blob64(statement, index, blob->bytes.data(), blob->bytes.size(),
                               SQLITE_STATIC);
  }
  return sqlite3_bind_null(statement, index);
}

Value ColumnOf(sqlite3_stmt* statement, int index) {
  const auto size = [&] {
    return static_cast<std::size_t>(sqlite3_column_bytes(statement, index));
  };
  switch (sqlite3_column_type(statement, index)) {
    case SQLITE_INTEGER:
      return sqlite3_column_int64(statement, index);
    case SQLITE_TEXT: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, index));
      return std::string(text, size());
    }
    case SQLITE_BLOB: {
      const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, index));
      return Blob{bytes ? std::string(bytes, size()) : std::string()};
    }
    default:
      return std::monostate{};
  }
}

class SqliteEngine final : public Engine {
 public:
  explicit SqliteEngine(SqliteConnection connection) : connection_(std::move(connection)) {
    // The hook replaces SQLite's automatic checkpoints.
    sqlite3_wal_hook(connection_.get(), &SqliteEngine::NoteWalSize, this);
  }

  base::Status Begin(bool write) override {
    return Expected(Execute(write ? "BEGIN IMMEDIATE" : "BEGIN", {}));
  }

  base::Result<Rows> Run(std::string_view sql, std::span<const Parameter> values,
                         Need /*need*/) override {
    BW_TRY_ASSIGN(sqlite3_stmt * statement, Prepare(sql));
    auto rows = Run(statement, values);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return rows;
  }

  base::Status Commit() override {
    auto committed = Expected(Execute("COMMIT", {}));
    if (!committed) RollBack();
    return committed;
  }

  void RollBack() override {
    // SQLite has already rolled the transaction back, for example when the disk is full.
    if (sqlite3_get_autocommit(connection_.get()) != 0) return;
    // Every read transaction ends here, so ROLLBACK is run as a prepared statement. If it cannot be
    // prepared, it is executed directly.
    if (Execute("ROLLBACK", {})) return;
    sqlite3_exec(connection_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
  }

  bool IsRetryable(const base::Error& error) const override { return error.reason == kBusy; }

  void Maintain(bool idle) override {
    if (wal_pages_ < (idle ? kPagesWhenIdle : kPagesUnderLoad)) return;
    const int mode =
        wal_pages_ < kPagesAtMost ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE;
    // The result is ignored: after a failed or incomplete checkpoint no data is lost, and the next
    // checkpoint continues.
    sqlite3_wal_checkpoint_v2(connection_.get(), nullptr, mode, nullptr, nullptr);
    wal_pages_ = 0;
  }

 private:
  static int NoteWalSize(void* self, sqlite3*, const char*, int pages) {
    static_cast<SqliteEngine*>(self)->wal_pages_ = pages;
    return SQLITE_OK;
  }

  static base::Status Expected(base::Result<Rows> rows) {
    if (!rows) return base::Fail(std::move(rows).error());
    return {};
  }

  base::Result<sqlite3_stmt*> Prepare(std::string_view sql) {
    if (const auto found = statements_.find(sql); found != statements_.end()) {
      return found->second.get();
    }
    sqlite3_stmt* raw = nullptr;
    const char* rest = nullptr;
    const int code = sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &raw, &rest);
    Statement statement(raw, &sqlite3_finalize);
    if (code != SQLITE_OK) return base::Fail(ErrorOf(connection_.get(), code));
    if (raw == nullptr || rest != sql.data() + sql.size()) {
      return base::Fail(base::Unavailable("store_refused", "not exactly one statement"));
    }
    // The key is a view of the text that the prepared statement owns.
    statements_.emplace(sqlite3_sql(raw), std::move(statement));
    return raw;
  }

  base::Result<Rows> Run(sqlite3_stmt* statement, std::span<const Parameter> values) {
    if (std::cmp_not_equal(sqlite3_bind_parameter_count(statement), values.size())) {
      return base::Fail(base::Unavailable("store_refused",
                                          "the number of values differs from that of parameters"));
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
      const int code = BindOne(statement, static_cast<int>(i) + 1, values[i]);
      if (code != SQLITE_OK) return base::Fail(ErrorOf(connection_.get(), code));
    }
    Rows rows;
    const int width = sqlite3_column_count(statement);
    int code = SQLITE_OK;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
      Row& row = rows.emplace_back();
      row.reserve(static_cast<std::size_t>(width));
      for (int i = 0; i < width; ++i) row.push_back(ColumnOf(statement, i));
    }
    if (code != SQLITE_DONE) return base::Fail(ErrorOf(connection_.get(), code));
    return rows;
  }

  SqliteConnection connection_;
  std::unordered_map<std::string_view, Statement> statements_;
  int wal_pages_ = 0;
};

// SQLite creates the WAL and shared-memory files with the permissions of the database file.
base::Status MakePrivateFile(const std::string& path) {
  const int file = open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (file < 0) {
    return base::Fail(base::Unavailable("store_failed", "cannot open the database file " + path));
  }
  close(file);
  return {};
}

}  // namespace

base::Result<std::unique_ptr<Engine>> OpenSqlite(const std::string& path, bool writer) {
  // Such a URI names a database of SQLite's memdb VFS (memory_database.h).
  const bool in_memory = path == ":memory:" || path.starts_with("file:");
  if (writer && !in_memory) BW_TRY(MakePrivateFile(path));

  auto [code, connection] = OpenConnection(path, in_memory ? SQLITE_OPEN_URI : 0);
  sqlite3* const raw = connection.get();
  if (code != SQLITE_OK) return base::Fail(ErrorOf(raw, code));

  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_timeout(raw, kBusyMillisWhenOpening);
  // The kernel caches the pages. A small cache and no memory mapping keep the memory of the process
  // small when the database is large.
  constexpr const char* kSmall = "PRAGMA cache_size=-2000; PRAGMA mmap_size=0;";
  // temp_store: the journals of savepoints are temporary files. On disk they would cost a system
  // call for each page, need a writable temporary folder, and copy pages with hashes into it.
  const char* settings =
      writer ? "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
               "PRAGMA journal_size_limit=67108864; PRAGMA trusted_schema=OFF;"
               "PRAGMA temp_store=MEMORY;"
             : "PRAGMA query_only=ON; PRAGMA trusted_schema=OFF;";
  code = sqlite3_exec(raw, settings, nullptr, nullptr, nullptr);
  if (code == SQLITE_OK) code = sqlite3_exec(raw, kSmall, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return base::Fail(ErrorOf(raw, sqlite3_extended_errcode(raw)));
  sqlite3_busy_timeout(raw, kBusyMillis);
  return std::make_unique<SqliteEngine>(std::move(connection));
}

}  // namespace bearward::store
