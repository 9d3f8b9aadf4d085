#include "store/engine_sqlite.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <memory>
#include <string>

#include "store/columns.h"
#include "testing/must.h"
#include "testing/temp_dir.h"

namespace bearward::store {
namespace {

using testing::CodeOf;
using testing::Must;

class SqliteFileTest : public ::testing::Test {
 protected:
  std::string Ask(Engine& engine, std::string_view pragma) {
    const Rows rows = Must(engine.Execute(pragma, {}));
    const Value& value = rows.at(0).at(0);
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    return std::to_string(std::get<std::int64_t>(value));
  }
  // Fill commits one megabyte, about 260 pages.
  void Fill(Engine& engine) {
    Must(engine.Begin(true));
    Must(engine.Execute("INSERT INTO things (bytes) VALUES (zeroblob(1000000))", {}));
    Must(engine.Commit());
  }
  testing::TempDir folder_;
  std::string path_ = folder_.File("store.db");
  std::unique_ptr<Engine> writer_ = Must(OpenSqlite(path_, true));
};

TEST_F(SqliteFileTest, CommitsAreSyncedAndForeignKeysHold) {
  EXPECT_EQ(Ask(*writer_, "PRAGMA journal_mode"), "wal");
  EXPECT_EQ(Ask(*writer_, "PRAGMA synchronous"), "2");
  EXPECT_EQ(Ask(*writer_, "PRAGMA foreign_keys"), "1");
  EXPECT_EQ(Ask(*writer_, "PRAGMA temp_store"), "2") << "no temporary file of the writer";
}

// The memory of the process must not grow with the size of the database.
TEST_F(SqliteFileTest, ConnectionsCacheFewPagesAndMapNone) {
  const auto reader = Must(OpenSqlite(path_, false));
  for (Engine* engine : {writer_.get(), reader.get()}) {
    EXPECT_EQ(Ask(*engine, "PRAGMA cache_size"), "-2000") << "KiB";
    EXPECT_EQ(Ask(*engine, "PRAGMA mmap_size"), "0");
  }
}

TEST_F(SqliteFileTest, AllFilesAreReadableByTheOwnerOnly) {
  Must(writer_->Execute("CREATE TABLE things (bytes BLOB)", {}));
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
    struct stat status{};
    ASSERT_EQ(stat(entry.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600u) << entry.path();
    ++files;
  }
  EXPECT_EQ(files, 3);
}

TEST_F(SqliteFileTest, AReaderCannotWriteEvenWithATransactionForIt) {
  Must(writer_->Execute("CREATE TABLE things (bytes BLOB)", {}));
  auto reader = Must(OpenSqlite(path_, false));
  EXPECT_EQ(CodeOf(reader->Execute("INSERT INTO things (bytes) VALUES (NULL)", {})),
            base::Code::kUnavailable);
  EXPECT_EQ(Ask(*reader, "SELECT count(*) FROM things"), "0");
}

TEST_F(SqliteFileTest, AReaderKeepsItsSnapshotWhileTheWriterCommits) {
  Must(writer_->Execute("CREATE TABLE things (bytes BLOB)", {}));
  auto reader = Must(OpenSqlite(path_, false));
  Must(reader->Begin(false));
  EXPECT_EQ(Ask(*reader, "SELECT count(*) FROM things"), "0");
  Fill(*writer_);
  EXPECT_EQ(Ask(*reader, "SELECT count(*) FROM things"), "0");
  reader->RollBack();
  EXPECT_EQ(Ask(*reader, "SELECT count(*) FROM things"), "1");
}

TEST_F(SqliteFileTest, ASecondWriterIsUnavailable) {
  auto other = Must(OpenSqlite(path_, true));
  Must(other->Execute("PRAGMA busy_timeout=1", {}));
  Must(writer_->Begin(true));
  const auto status = other->Begin(true);
  ASSERT_EQ(CodeOf(status), base::Code::kUnavailable);
  EXPECT_TRUE(other->IsRetryable(status.error()));
  Must(writer_->Commit());
  Must(other->Begin(true));
}

TEST_F(SqliteFileTest, MaintainMovesTheWalIntoTheFile) {
  Must(writer_->Execute("CREATE TABLE things (bytes BLOB)", {}));
  for (int i = 0; i < 8; ++i) Fill(*writer_);
  const auto before = std::filesystem::file_size(path_);
  writer_->Maintain(false);
  EXPECT_EQ(std::filesystem::file_size(path_), before) << "not worth it under load";
  writer_->Maintain(true);
  EXPECT_GT(std::filesystem::file_size(path_), before + 7'000'000);
}

TEST_F(SqliteFileTest, AFileThatIsNotADatabaseIsRefused) {
  const std::string path = folder_.File("other.db");
  FILE* file = fopen(path.c_str(), "w");
  ASSERT_NE(file, nullptr);
  fputs(std::string(4096, 'x').c_str(), file);
  fclose(file);
  EXPECT_EQ(CodeOf(OpenSqlite(path, true)), base::Code::kUnavailable);
}

}  // namespace
}  // namespace bearward::store
