#include <gtest/gtest.h>

#include <vector>

#include "store/environments.h"
#include "store/store.h"
#include "testing/temp_dir.h"

namespace bearward::store {
namespace {

base::Status AddEnvironment(Store& store, const std::string& name) {
  return store.Write([&](WriteTx& tx) -> base::Status {
    const model::EnvironmentId id{"env_" + name};
    BW_TRY(InsertEnvironment(tx, {id, name, false, true, 0, {}}));
    return tx.Append({0, id, std::nullopt, model::EventType::kEnvironmentCreated, {}, id.text, {}});
  });
}

// Two stores on one file represent two processes.
class CatchUp : public ::testing::Test {
 protected:
  CatchUp() {
    ours_->OnCommit([this](std::span<const model::Event> events) {
      for (const model::Event& event : events) heard_.push_back(event.target);
    });
  }
  testing::TempDir folder_;
  std::unique_ptr<Store> ours_ = *Store::Open(SqliteFile(folder_.path() + "/a.db", 2));
  std::unique_ptr<Store> theirs_ = *Store::Open(SqliteFile(folder_.path() + "/a.db", 2));
  std::vector<std::string> heard_;
};

TEST_F(CatchUp, PassesTheEventsOfAnotherProcessToTheListeners) {
  ASSERT_TRUE(AddEnvironment(*theirs_, "a"));
  EXPECT_TRUE(heard_.empty());
  EXPECT_EQ(ours_->CatchUp(), true);
  EXPECT_EQ(heard_, std::vector<std::string>{"env_a"});
}

// Lookups of the verifier that began before a foreign write must not be shared with later requests.
TEST_F(CatchUp, ForeignWritesIncreaseTheCommitCount) {
  ASSERT_TRUE(AddEnvironment(*theirs_, "b"));
  const std::uint64_t before = ours_->commits();
  ASSERT_TRUE(ours_->CatchUp());
  EXPECT_GT(ours_->commits(), before);
}

TEST_F(CatchUp, PassesNoEventTwice) {
  ASSERT_TRUE(AddEnvironment(*theirs_, "a"));
  ASSERT_TRUE(ours_->CatchUp());
  EXPECT_EQ(ours_->CatchUp(), false);
  EXPECT_EQ(heard_.size(), 1U);
}

TEST_F(CatchUp, OwnEventsArePassedOnceAndInOrderWithForeignOnes) {
  ASSERT_TRUE(AddEnvironment(*ours_, "a"));
  ASSERT_TRUE(AddEnvironment(*theirs_, "b"));
  ASSERT_TRUE(AddEnvironment(*ours_, "c"));
  EXPECT_EQ(ours_->CatchUp(), false);
  EXPECT_EQ(heard_, (std::vector<std::string>{"env_a", "env_b", "env_c"}));
}

TEST_F(CatchUp, EventsFromBeforeTheStartAreNotPassed) {
  ASSERT_TRUE(AddEnvironment(*theirs_, "a"));
  const auto late = *Store::Open(SqliteFile(folder_.path() + "/a.db", 2));
  EXPECT_EQ(late->CatchUp(), false);
}

}  // namespace
}  // namespace bearward::store
