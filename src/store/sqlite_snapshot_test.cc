#include "store/sqlite_snapshot.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "store/events.h"
#include "store/full_check.h"
#include "store/store.h"
#include "testing/must.h"
#include "testing/sample_rows.h"
#include "testing/temp_dir.h"

namespace bearward::store {
namespace {

using testing::Must;

class SqliteSnapshotTest : public ::testing::Test {
 protected:
  SqliteSnapshotTest() { std::ofstream(copy_).flush(); }

  void AppendEvents(int count) {
    for (int i = 0; i < count; ++i) {
      Must(store_->Write([](WriteTx& tx) {
        return tx.Append(testing::SampleEvent("env_1", std::string(4000, 'x')));
      }));
    }
  }
  std::int64_t LastEventOf(const std::string& path) {
    const CheckReport report = Must(CheckWholeDatabase(path));
    EXPECT_TRUE(report.ok()) << report.Summary();
    return report.last_event;
  }

  testing::TempDir folder_;
  std::string path_ = folder_.File("store.db");
  std::string copy_ = folder_.File("copy.db");
  std::unique_ptr<Store> store_ = Must(Store::Open(SqliteFile(path_, 1)));
};

TEST_F(SqliteSnapshotTest, WritesBetweenTheStepsSucceedAndAreNotInTheCopy) {
  AppendEvents(20);
  int steps = 0;
  const auto snapshot = Must(SqliteSnapshot::Open(path_));
  Must(snapshot.CopyTo(copy_, {.pages = 4, .after_step = [&] {
                                 ++steps;
                                 AppendEvents(1);
                               }}));
  EXPECT_GT(steps, 5);
  EXPECT_EQ(LastEventOf(copy_), 20);
  EXPECT_EQ(LastEventOf(path_), 20 + steps);
}

TEST_F(SqliteSnapshotTest, CopyIsASingleFile) {
  AppendEvents(1);
  Must(Must(SqliteSnapshot::Open(path_)).CopyTo(copy_));
  EXPECT_EQ(LastEventOf(copy_), 1);
  EXPECT_FALSE(std::filesystem::exists(copy_ + "-wal"));
  EXPECT_FALSE(std::filesystem::exists(copy_ + "-shm"));
  EXPECT_FALSE(std::filesystem::exists(copy_ + "-journal"));
}

TEST_F(SqliteSnapshotTest, FileThatIsNotADatabaseIsRefused) {
  std::ofstream(copy_) << "this is no database, and it is long enough to have a header of one";
  const auto snapshot = SqliteSnapshot::Open(copy_);
  ASSERT_FALSE(snapshot);
  EXPECT_EQ(snapshot.error().reason, "database_damaged");
}

}  // namespace
}  // namespace bearward::store
