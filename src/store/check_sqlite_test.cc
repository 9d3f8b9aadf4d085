#include "store/check_sqlite.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "store/columns.h"
#include "store/engine_sqlite.h"
#include "store/store.h"
#include "testing/must.h"
#include "testing/temp_dir.h"

namespace bearward::store {
namespace {

using ::testing::HasSubstr;
using testing::Must;

class CheckSqliteTest : public ::testing::Test {
 protected:
  void MakeStore() { Must(Store::Open(SqliteFile(path_, 0))); }
  std::string Check(std::chrono::milliseconds patience = kCheckPatience) {
    const auto checked = CheckSqliteFile(path_, patience);
    if (!checked) return checked.error().reason;
    return *checked ? "good" : "out of time";
  }
  testing::TempDir folder_;
  std::string path_ = folder_.File("store.db");
};

TEST_F(CheckSqliteTest, OpenStoreIsSound) {
  const auto store = Must(Store::Open(SqliteFile(path_, 1)));
  EXPECT_EQ(Check(), "good");
}

TEST_F(CheckSqliteTest, FileThatIsNotADatabaseIsDamaged) {
  std::ofstream(path_) << "this is no database, and it is long enough to have a header of one";
  EXPECT_EQ(Check(), "database_damaged");
}

// Regression: 0.1.0 started with such a file and reported that it was ready.
TEST_F(CheckSqliteTest, OverwrittenPageIsDamage) {
  MakeStore();
  const auto pages = std::filesystem::file_size(path_) / 4096;
  std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(4096 * (pages / 2)));
  file << std::string(4096, '\x5a');
  file.close();
  const auto checked = CheckSqliteFile(path_, kCheckPatience);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().reason, "database_damaged");
  EXPECT_THAT(checked.error().public_text, HasSubstr(path_ + ": the database is damaged ("));
}

TEST_F(CheckSqliteTest, DatabaseWithoutTablesIsEmpty) {
  Must(OpenSqlite(path_, true));
  EXPECT_EQ(Check(), "database_empty");
}

TEST_F(CheckSqliteTest, NewerSchemaIsRefusedAndNothingIsChanged) {
  MakeStore();
  const auto engine = Must(OpenSqlite(path_, true));
  Must(engine->Execute("INSERT INTO schema_version (version, name) VALUES (9999, 'later')", {}));
  EXPECT_EQ(Check(), "schema_newer");
}

TEST_F(CheckSqliteTest, SearchThatTakesTooLongEndsWithoutAFinding) {
  MakeStore();
  const auto engine = Must(OpenSqlite(path_, true));
  Must(engine->Execute("CREATE TABLE things (bytes BLOB)", {}));
  for (int i = 0; i < 100; ++i) {
    Must(engine->Execute("INSERT INTO things (bytes) VALUES (zeroblob(1000000))", {}));
  }
  EXPECT_EQ(Check(std::chrono::milliseconds(0)), "out of time");
  EXPECT_EQ(Check(), "good");
}

}  // namespace
}  // namespace bearward::store
