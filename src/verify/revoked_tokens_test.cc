#include <gtest/gtest.h>

#include "store/spent_tokens.h"
#include "testing/faulty_engine.h"
#include "testing/must.h"
#include "testing/test_server.h"
#include "verify/revocations.h"

namespace bearward::verify {
namespace {

using testing::Must;

model::Event Revoked(std::string id) {
  model::Event event;
  event.type = model::EventType::kTokenRevoked;
  event.target = std::move(id);
  return event;
}

class RevokedTokensTest : public ::testing::Test {
 protected:
  void Store(const std::string& id) {
    Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(const bool news, store::RevokeToken(tx, {"env_1"}, id, world_.clock.Now()));
      return news ? base::Status() : base::Fail(base::Internal("known"));
    }));
  }
  bool Load() { return revoked_.Load(*world_.store, world_.clock.Ticks()).has_value(); }

  const std::shared_ptr<testing::FaultPlan> plan_ = std::make_shared<testing::FaultPlan>();
  testing::TestServer world_{
      {.source = testing::WithFaults(testing::TestEngine(), plan_), .limits = {}}};
  RevokedTokens revoked_;
};

TEST_F(RevokedTokensTest, ClearsNoTokenBeforeAllIsKnown) {
  EXPECT_TRUE(revoked_.MayHold("tok_1"));
  plan_->FailCall(1, 1000);
  EXPECT_FALSE(Load());
  EXPECT_TRUE(revoked_.MayHold("tok_1"));
  plan_->Heal();
  EXPECT_TRUE(Load()) << "not so soon after a failure";
  EXPECT_TRUE(revoked_.MayHold("tok_1"));
  world_.clock.Advance(std::chrono::minutes(1));
  EXPECT_TRUE(Load());
  EXPECT_FALSE(revoked_.MayHold("tok_1"));
}

TEST_F(RevokedTokensTest, KnowsWhatWasRevokedBeforeAndSince) {
  Store("tok_1");
  ASSERT_TRUE(Load());
  EXPECT_TRUE(revoked_.MayHold("tok_1"));
  EXPECT_FALSE(revoked_.MayHold("tok_2"));
  const model::Event event = Revoked("tok_2");
  revoked_.Apply({&event, 1});
  EXPECT_TRUE(revoked_.MayHold("tok_2"));
  EXPECT_FALSE(revoked_.MayHold("tok_3"));
}

TEST_F(RevokedTokensTest, ARevocationBeforeTheLoadIsKept) {
  const model::Event event = Revoked("tok_2");
  revoked_.Apply({&event, 1});
  ASSERT_TRUE(Load());
  EXPECT_TRUE(revoked_.MayHold("tok_2"));
}

TEST_F(RevokedTokensTest, TooManyAreNotKeptAndClearNoToken) {
  ASSERT_TRUE(Load());
  std::vector<model::Event> events;
  for (std::size_t i = 0; i <= RevokedTokens::kMost; ++i) {
    events.push_back(Revoked("tok_" + std::to_string(i)));
  }
  Store("tok_1");
  revoked_.Apply(events);
  EXPECT_TRUE(revoked_.MayHold("tok_none"));
  world_.clock.Advance(std::chrono::minutes(1));
  ASSERT_TRUE(Load());
  EXPECT_TRUE(revoked_.MayHold("tok_1"));
  EXPECT_FALSE(revoked_.MayHold("tok_none"));
}

}  // namespace
}  // namespace bearward::verify
