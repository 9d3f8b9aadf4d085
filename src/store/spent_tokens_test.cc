#include "store/spent_tokens.h"

#include <gtest/gtest.h>

#include <chrono>

#include "store/pruning_fixture.h"
#include "testing/memory_store.h"
#include "testing/sample_rows.h"

namespace bearward::store {
namespace {

using std::chrono::milliseconds;
using testing::kSampleTime;

const model::EnvironmentId kOne = {"env_1"};
const model::EnvironmentId kTwo = {"env_2"};

class SpentTokensTable : public ::testing::Test {
 protected:
  void Use(const model::EnvironmentId& environment, const std::string& application,
           const std::string& id, base::Time expires_at = kSampleTime) {
    db_.Write(UseAssertion, environment, model::ApplicationId{application}, id, expires_at);
  }
  testing::MemoryStore db_;
};

TEST_F(SpentTokensTable, ATokenIsRevokedOnceAndInItsEnvironmentOnly) {
  EXPECT_FALSE(db_.Read(IsTokenRevoked, kOne, "tok_1"));
  EXPECT_TRUE(db_.Write(RevokeToken, kOne, "tok_1", kSampleTime));
  EXPECT_FALSE(db_.Write(RevokeToken, kOne, "tok_1", kSampleTime));
  EXPECT_TRUE(db_.Read(IsTokenRevoked, kOne, "tok_1"));
  EXPECT_FALSE(db_.Read(IsTokenRevoked, kTwo, "tok_1"));
  EXPECT_FALSE(db_.Read(IsTokenRevoked, kOne, "tok_2"));
}

TEST_F(SpentTokensTable, AnAssertionIsUsedOnceByEachClient) {
  Use(kOne, "app_1", "jti");
  EXPECT_EQ(db_.WriteCode(UseAssertion, kOne, model::ApplicationId{"app_1"}, "jti", kSampleTime),
            base::Code::kExists);
  Use(kOne, "app_1", "JTI");
  Use(kOne, "app_2", "jti");
  Use(kTwo, "app_1", "jti");
}

TEST_F(SpentTokensTable, ExpiredTokensAreDeletedInBatches) {
  for (int i = 0; i < 3; ++i) {
    const std::string id = std::to_string(i);
    db_.Write(RevokeToken, kOne, "tok_" + id, kSampleTime + milliseconds(i));
    Use(kOne, "app_1", id, kSampleTime + milliseconds(i));
  }
  for (const char* table : {"revoked_tokens", "used_assertions"}) {
    EXPECT_EQ(PruneTable(db_, table, kSampleTime), 0) << "not over before it is";
    EXPECT_EQ(PruneTable(db_, table, kSampleTime + milliseconds(2), 1), 1);
    EXPECT_EQ(PruneTable(db_, table, kSampleTime + milliseconds(2)), 1);
  }
  EXPECT_FALSE(db_.Read(IsTokenRevoked, kOne, "tok_1"));
  EXPECT_TRUE(db_.Read(IsTokenRevoked, kOne, "tok_2"));
}

}  // namespace
}  // namespace bearward::store
