// The rate limits of keys, applications and organizations, and the migration that added them, on a
// database with existing rows.
#include <gtest/gtest.h>

#include "store/api_keys.h"
#include "store/applications.h"
#include "store/engine_sqlite.h"
#include "store/environments.h"
#include "store/migrations.h"
#include "store/organizations.h"
#include "store/users.h"
#include "testing/memory_store.h"
#include "testing/sample_rows.h"

namespace bearward::store {
namespace {

using model::LimitMode;
using model::RateLimit;
using testing::Must;

const model::EnvironmentId kOne = {"env_1"};
const model::EnvironmentId kTwo = {"env_2"};
const model::UserId kUser = {"user_1"};
constexpr RateLimit kLimit{100, 60};
constexpr RateLimit kWatched{7, 86'400, LimitMode::kMonitor};

class RateLimitColumns : public ::testing::Test {
 protected:
  RateLimitColumns() {
    for (const char* env : {"env_1", "env_2"}) {
      db_.Write(InsertEnvironment, testing::SampleEnvironment(env));
      db_.Write(InsertUser, testing::SampleUser(env, 1));
      db_.Write(InsertOrganization, testing::SampleOrganization(env, 1));
    }
  }
  testing::MemoryStore db_;
};

TEST_F(RateLimitColumns, OfAKeyIsStoredChangedAndRemoved) {
  auto key = testing::SampleApiKey("env_1", 1);
  key.rate_limit = kLimit;
  db_.Write(InsertApiKey, key);
  EXPECT_EQ(db_.Read(FindApiKey, kOne, key.id)->rate_limit, kLimit);
  EXPECT_EQ(db_.Read(FindApiKeyByHash, key.hash)->rate_limit, kLimit);
  key.rate_limit = kWatched;
  db_.Write(UpdateApiKey, key);
  EXPECT_EQ(db_.Read(FindApiKey, kOne, key.id)->rate_limit, kWatched);
  key.rate_limit.reset();
  db_.Write(UpdateApiKey, key);
  EXPECT_EQ(db_.Read(FindApiKey, kOne, key.id)->rate_limit, std::nullopt);
}

TEST_F(RateLimitColumns, OfAnApplicationIsStoredChangedAndRemoved) {
  auto application = testing::SampleApplication("env_1", 1);
  application.rate_limit = kLimit;
  db_.Write(InsertApplication, application);
  db_.Write(InsertApplication, testing::SampleApplication("env_2", 1));
  EXPECT_EQ(db_.Read(FindApplication, kOne, application.id)->rate_limit, kLimit);
  application.rate_limit = kWatched;
  db_.Write(UpdateApplication, application);
  EXPECT_EQ(db_.Read(FindApplication, kOne, application.id)->rate_limit, kWatched);
  EXPECT_EQ(db_.Read(FindApplication, kTwo, application.id)->rate_limit, std::nullopt);
  application.rate_limit.reset();
  db_.Write(UpdateApplication, application);
  EXPECT_EQ(db_.Read(FindApplication, kOne, application.id)->rate_limit, std::nullopt);
}

TEST_F(RateLimitColumns, OfAnOrganizationIsStoredChangedAndRemoved) {
  auto organization = testing::SampleOrganization("env_1", 2);
  organization.rate_limit = kLimit;
  db_.Write(InsertOrganization, organization);
  EXPECT_EQ(db_.Read(FindOrganization, kOne, organization.id)->rate_limit, kLimit);
  organization.rate_limit = kWatched;
  db_.Write(UpdateOrganization, organization);
  EXPECT_EQ(db_.Read(FindOrganization, kOne, organization.id)->rate_limit, kWatched);
  EXPECT_EQ(db_.Read(FindOrganization, kOne, model::OrganizationId{"org_1"})->rate_limit,
            std::nullopt);
  organization.rate_limit.reset();
  db_.Write(UpdateOrganization, organization);
  EXPECT_EQ(db_.Read(FindOrganization, kOne, organization.id)->rate_limit, std::nullopt);
}

TEST_F(RateLimitColumns, TheLastKeyOfAUserIsFoundAlthoughItIsRevoked) {
  EXPECT_FALSE(db_.Read(FindLastApiKeyOfUser, kOne, kUser).has_value());
  for (std::uint8_t number = 1; number <= 2; ++number) {
    auto key = testing::SampleApiKey("env_1", number);
    key.user = kUser;
    key.revoked_at = testing::kSampleTime;
    db_.Write(InsertApiKey, key);
  }
  EXPECT_EQ(db_.Read(FindLastApiKeyOfUser, kOne, kUser)->id.text, "key_2");
  EXPECT_FALSE(db_.Read(FindLastApiKeyOfUser, kTwo, kUser).has_value());
}

// A limit that cannot be parsed must not be treated as unlimited.
TEST(RateLimitColumn, ABrokenTextIsUnavailable) {
  const auto engine = Must(OpenSqlite(":memory:", true));
  Must(Migrate(*engine, Migrations()));
  const EventChain chain;
  WriteTx tx(*engine, chain, {});
  Must(InsertEnvironment(tx, testing::SampleEnvironment("env_1")));
  Must(InsertApiKey(tx, testing::SampleApiKey("env_1", 1)));
  Must(engine->Execute("UPDATE api_keys SET rate_limit = 'often'", {}));
  EXPECT_EQ(testing::CodeOf(FindApiKey(tx, kOne, {"key_1"})), base::Code::kUnavailable);
}

TEST(RateLimitStep, ExistingRowsAreUnlimited) {
  const auto engine = Must(OpenSqlite(":memory:", true));
  Must(Migrate(*engine, Migrations().first(1)));
  Must(
      engine->Execute("INSERT INTO environments (id, name, sandbox, enabled, position, created_at)"
                      " VALUES ('env_1', 'production', 0, 1, 0, 0)",
                      {}));
  Must(
      engine->Execute("INSERT INTO organizations (environment_id, id, number, name, "
                      "password_policy, enabled, created_at, updated_at) "
                      "VALUES ('env_1', 'org_1', 1, 'Acme', 'medium', 1, 0, 0)",
                      {}));
  Must(Migrate(*engine, Migrations()));
  const EventChain chain;
  WriteTx tx(*engine, chain, {});
  const auto found = Must(FindOrganization(tx, kOne, {"org_1"}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->rate_limit, std::nullopt);
}

}  // namespace
}  // namespace bearward::store
