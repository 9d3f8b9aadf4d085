#include "store/cached.h"

#include <gtest/gtest.h>

#include "store/environments.h"
#include "testing/cast.h"

namespace bearward::store {
namespace {

using testing::CodeOf;
using testing::Must;

class CachedTest : public ::testing::Test {
 protected:
  using Environments = std::vector<model::Environment>;

  // Announce commits an event of this type.
  void Announce(model::EventType type) {
    Must(store_.Write([&](WriteTx& tx) {
      return faulty_.cast.world.Announce(tx, type, faulty_.cast.production, "x");
    }));
  }
  Cached<int> Counted(int& reads) {
    return {store_,
            [&reads](ReadTx&) -> base::Result<int> { return ++reads; },
            {model::EventType::kEnvironmentUpdated}};
  }

  testing::FaultyCast faulty_;
  Store& store_ = *faulty_.cast.world.store;
};

TEST_F(CachedTest, OnlyAnEventOfItsTypesReadsTheValueAgain) {
  int reads = 0;
  const Cached<int> cached = Counted(reads);
  EXPECT_EQ(*Must(cached.Get()), 1);
  Announce(model::EventType::kUserUpdated);
  EXPECT_EQ(*Must(cached.Get()), 1);
  Announce(model::EventType::kEnvironmentUpdated);
  EXPECT_EQ(*Must(cached.Get()), 2);
}

TEST_F(CachedTest, AFailedReadIsAnErrorUntilRetryReadsTheValue) {
  faulty_.plan->FailCall(1);
  Cached<Environments> cached(store_, &ListEnvironments, {model::EventType::kEnvironmentUpdated});
  EXPECT_EQ(CodeOf(cached.Get()), base::Code::kUnavailable);
  faulty_.plan->FailCall(1);
  EXPECT_EQ(CodeOf(cached.Retry()), base::Code::kUnavailable);
  faulty_.plan->Heal();
  EXPECT_EQ(CodeOf(cached.Get()), base::Code::kUnavailable) << "Get reads nothing";
  Must(cached.Retry());
  EXPECT_EQ(Must(cached.Get())->size(), 2U);
}

// The value before the failure is out of date and must not be served.
TEST_F(CachedTest, AFailedReadReplacesAnOlderValue) {
  bool fails = false;
  int reads = 0;
  Cached<int> cached(store_,
                     [&](ReadTx&) -> base::Result<int> {
                       if (fails)
                         return base::Fail(base::Unavailable("down", "The store is down."));
                       return ++reads;
                     },
                     {model::EventType::kEnvironmentUpdated});
  fails = true;
  Announce(model::EventType::kEnvironmentUpdated);
  EXPECT_EQ(CodeOf(cached.Get()), base::Code::kUnavailable);
  fails = false;
  Must(cached.Retry());
  EXPECT_EQ(*Must(cached.Get()), 2);
}

TEST_F(CachedTest, RetryAfterASuccessReadsNothing) {
  int reads = 0;
  Cached<int> cached = Counted(reads);
  Must(cached.Retry());
  EXPECT_EQ(reads, 1);
}

}  // namespace
}  // namespace bearward::store
