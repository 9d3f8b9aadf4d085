#include "store/rehearse.h"

#include <gtest/gtest.h>

#include <cstddef>

#include "store/environments.h"
#include "store/events.h"
#include "testing/memory_store.h"
#include "testing/must.h"
#include "testing/sample_rows.h"

namespace bearward::store {
namespace {

using testing::Must;

base::Result<std::size_t> AddEnvironment(WriteTx& tx) {
  BW_TRY(InsertEnvironment(tx, testing::SampleEnvironment("env_1")));
  BW_TRY(tx.Append(testing::SampleEvent("env_1", "made")));
  BW_TRY_ASSIGN(const auto environments, ListEnvironments(tx));
  return environments.size();
}

TEST(Rehearse, ReturnsWhatTheWriteWouldMakeAndKeepsNothing) {
  testing::MemoryStore db;
  EXPECT_EQ(Must(Rehearse(*db, AddEnvironment)), 1U);
  EXPECT_TRUE(Must(db->Read(ListEnvironments)).empty());
  EXPECT_EQ(Must(db->Read(LastEventNumber)), 0);
  EXPECT_EQ(Must(db->Write(AddEnvironment)), 1U) << "the control";
}

TEST(Rehearse, ReturnsTheErrorOfTheWrite) {
  testing::MemoryStore db;
  const auto refused = Rehearse(*db, [](WriteTx& /*tx*/) -> base::Result<int> {
    return base::Fail(base::Denied("not_here", "Not here."));
  });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "not_here");
}

}  // namespace
}  // namespace bearward::store
