#include "store/pruning.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>

#include "store/api_keys.h"
#include "store/applied_entries.h"
#include "store/environments.h"
#include "store/login_failures.h"
#include "store/users.h"
#include "testing/memory_store.h"
#include "testing/sample_rows.h"

namespace bearward::store {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using testing::kSampleTime;
using testing::SampleApiKey;
using testing::SampleDigest;

const model::EnvironmentId kOne = {"env_1"};
const model::UserId kUser = {"user_1"};

class PruningTables : public ::testing::Test {
 protected:
  PruningTables() {
    db_.Write(InsertEnvironment, testing::SampleEnvironment("env_1"));
    db_.Write(InsertUser, testing::SampleUser("env_1", 1));
  }
  // InsertKey adds a key that was revoked `revoked` hours after kSampleTime, or an unrevoked key.
  void InsertKey(std::uint8_t number, std::optional<int> revoked,
                 std::optional<model::UserId> user = {}) {
    model::ApiKey key = SampleApiKey("env_1", number);
    key.user = std::move(user);
    if (revoked) key.revoked_at = kSampleTime + hours(*revoked);
    db_.Write(InsertApiKey, key);
  }
  bool HasKey(std::uint8_t number) {
    return db_.Read(FindApiKeyByHash, SampleDigest(number)).has_value();
  }
  static const PrunedTable& Table(std::string_view name) {
    const auto tables = PrunedTables();
    return *std::ranges::find(tables, name, &PrunedTable::name);
  }
  std::int64_t Prune(std::string_view name, base::Time before, int batch = 10) {
    return db_.Write(Table(name).prune, PruneBounds{.before = before, .now = before}, batch);
  }
  std::optional<base::Time> Oldest(std::string_view name) {
    return db_.Read(OldestPrunable, Table(name));
  }

  testing::MemoryStore db_;
};

TEST_F(PruningTables, RevokedKeysAreDeletedAfterTheirRetentionInBatches) {
  EXPECT_EQ(Oldest("revoked_keys"), std::nullopt);
  InsertKey(1, 0);
  InsertKey(2, 1);
  InsertKey(3, 2);
  InsertKey(4, std::nullopt);
  EXPECT_EQ(Oldest("revoked_keys"), kSampleTime);
  EXPECT_EQ(Prune("revoked_keys", kSampleTime), 0) << "not before their time";
  EXPECT_EQ(Prune("revoked_keys", kSampleTime + hours(2), 1), 1);
  EXPECT_EQ(Prune("revoked_keys", kSampleTime + hours(2)), 1);
  EXPECT_FALSE(HasKey(1));
  EXPECT_FALSE(HasKey(2));
  EXPECT_TRUE(HasKey(3));
  EXPECT_TRUE(HasKey(4)) << "it lives";
  EXPECT_EQ(Oldest("revoked_keys"), kSampleTime + hours(2));
}

// The next key of the user inherits its rate limit.
TEST_F(PruningTables, TheLastKeyOfAUserIsKeptAlthoughItIsRevoked) {
  InsertKey(1, 0, kUser);
  InsertKey(2, 1, kUser);
  EXPECT_EQ(Prune("revoked_keys", kSampleTime + hours(10)), 1);
  EXPECT_FALSE(HasKey(1));
  EXPECT_TRUE(HasKey(2));
  EXPECT_EQ(Oldest("revoked_keys"), std::nullopt) << "what stays is not behind";
}

// Otherwise an old file could reactivate a leaked key after its row was pruned.
TEST_F(PruningTables, ARevokedKeyThatAFileHasNamedIsKept) {
  InsertKey(1, 0);
  InsertKey(2, 0);
  const std::string named = SampleApiKey("env_1", 1).id.text;
  db_.Write(PutAppliedDigests, AppliedEntry{kOne, "api key", named}, "value=x");
  EXPECT_EQ(Prune("revoked_keys", kSampleTime + hours(10)), 1);
  EXPECT_TRUE(HasKey(1));
  EXPECT_FALSE(HasKey(2));
  EXPECT_EQ(Oldest("revoked_keys"), std::nullopt);
}

TEST_F(PruningTables, LockOutsAreDeletedAfterTheirEnd) {
  db_.Write(PutLoginFailures, kOne, kUser, LoginFailures{0, kSampleTime});
  EXPECT_EQ(Oldest("lock_outs"), kSampleTime);
  EXPECT_EQ(Prune("lock_outs", kSampleTime), 0);
  EXPECT_EQ(Prune("lock_outs", kSampleTime + milliseconds(1)), 1);
  EXPECT_EQ(Oldest("lock_outs"), std::nullopt);
  EXPECT_EQ(db_.Read(FindLoginFailures, kOne, kUser).locked_until, std::nullopt);
}

TEST_F(PruningTables, FailuresThatStillCountAreKept) {
  db_.Write(PutLoginFailures, kOne, kUser, LoginFailures{3, kSampleTime});
  EXPECT_EQ(Prune("lock_outs", kSampleTime + hours(1)), 0);
  EXPECT_EQ(db_.Read(FindLoginFailures, kOne, kUser).count, 3);
}

}  // namespace
}  // namespace bearward::store
