#include "store/sqlite_connection.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "testing/temp_dir.h"

namespace bearward::store {
namespace {

TEST(SqliteConnectionTest, AConnectionCountsNoMemory) {
  const OpenedConnection opened = OpenConnection(":memory:");
  ASSERT_EQ(opened.code, SQLITE_OK);
  sqlite3* const raw = opened.connection.get();
  ASSERT_EQ(sqlite3_exec(raw, "CREATE TABLE t (a); INSERT INTO t VALUES (randomblob(100000))",
                         nullptr, nullptr, nullptr),
            SQLITE_OK);
  EXPECT_EQ(sqlite3_memory_used(), 0);
}

TEST(SqliteConnectionTest, ADatabaseIsCreatedOnlyIfThatIsAskedFor) {
  const testing::TempDir folder;
  const std::string path = folder.path() + "/new.db";
  const OpenedConnection missing = OpenConnection(path);
  EXPECT_EQ(missing.code, SQLITE_CANTOPEN);
  EXPECT_STREQ(sqlite3_errmsg(missing.connection.get()), "unable to open database file");
  EXPECT_EQ(OpenConnection(path, SQLITE_OPEN_CREATE).code, SQLITE_OK);
  EXPECT_EQ(OpenConnection(path).code, SQLITE_OK);
}

}  // namespace
}  // namespace bearward::store
