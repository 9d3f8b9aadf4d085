#include "store/api_keys.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>

#include "store/environments.h"
#include "store/unused_keys.h"
#include "store/users.h"
#include "testing/memory_store.h"
#include "testing/sample_rows.h"

namespace bearward::store {
namespace {

using testing::kSampleTime;
using testing::SampleApiKey;
using testing::SampleDigest;

const model::EnvironmentId kOne = {"env_1"};
const model::EnvironmentId kTwo = {"env_2"};
const model::UserId kUser = {"user_1"};

class ApiKeysTable : public ::testing::Test {
 protected:
  ApiKeysTable() {
    for (const char* env : {"env_1", "env_2"}) {
      db_.Write(InsertEnvironment, testing::SampleEnvironment(env));
      db_.Write(InsertUser, testing::SampleUser(env, 1));
    }
  }
  static model::ApiKey KeyOfUser(const std::string& env, std::uint8_t number) {
    auto key = SampleApiKey(env, number);
    key.user = kUser;
    return key;
  }
  testing::MemoryStore db_;
};

TEST_F(ApiKeysTable, AKeyIsReadBackCompletelyAndInItsEnvironmentOnly) {
  auto key = KeyOfUser("env_1", 1);
  key.expires_at = kSampleTime + std::chrono::hours(1);
  db_.Write(InsertApiKey, key);
  const auto found = db_.Read(FindApiKey, kOne, key.id);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->environment, kOne);
  EXPECT_EQ(found->user, kUser);
  EXPECT_EQ(found->hash, key.hash);
  EXPECT_EQ(found->hint, "wxyz");
  EXPECT_EQ(found->description, "nightly export");
  EXPECT_EQ(found->created_at, kSampleTime);
  EXPECT_EQ(found->expires_at, key.expires_at);
  EXPECT_EQ(found->revoked_at, std::nullopt);
  EXPECT_EQ(found->permissions, std::vector<std::string>{"*"});
  EXPECT_FALSE(db_.Read(FindApiKey, kTwo, key.id).has_value());
}

TEST_F(ApiKeysTable, AKeyIsFoundByItsWholeHashInAnyEnvironment) {
  db_.Write(InsertApiKey, SampleApiKey("env_2", 7));
  EXPECT_EQ(db_.Read(FindApiKeyByHash, SampleDigest(7))->environment, kTwo);
  base::Digest near = SampleDigest(7);
  near[31] ^= 1;
  EXPECT_FALSE(db_.Read(FindApiKeyByHash, near).has_value());
  EXPECT_FALSE(db_.Read(FindApiKeyByHash, SampleDigest(8)).has_value());
}

TEST_F(ApiKeysTable, KeysThatAgreeInTheFirst64BitsAreDistinguished) {
  auto first = SampleApiKey("env_1", 7);
  auto second = SampleApiKey("env_1", 8);
  second.hash = first.hash;
  second.hash[31] ^= 1;
  db_.Write(InsertApiKey, first);
  db_.Write(InsertApiKey, second);
  EXPECT_EQ(db_.Read(FindApiKeyByHash, first.hash)->id, first.id);
  EXPECT_EQ(db_.Read(FindApiKeyByHash, second.hash)->id, second.id);
}

TEST_F(ApiKeysTable, AHashIsUniqueInAllEnvironmentsAndAfterRevocation) {
  auto key = SampleApiKey("env_1", 7);
  db_.Write(InsertApiKey, key);
  key.revoked_at = kSampleTime;
  db_.Write(UpdateApiKey, key);
  EXPECT_EQ(db_.Read(FindApiKeyByHash, key.hash)->revoked_at, kSampleTime);
  auto again = SampleApiKey("env_2", 8);
  again.hash = key.hash;
  EXPECT_EQ(db_.WriteCode(InsertApiKey, again), base::Code::kExists);
}

TEST_F(ApiKeysTable, AUserHasOneLiveKey) {
  auto first = KeyOfUser("env_1", 1);
  db_.Write(InsertApiKey, first);
  db_.Write(InsertApiKey, KeyOfUser("env_2", 2));
  EXPECT_EQ(db_.WriteCode(InsertApiKey, KeyOfUser("env_1", 3)), base::Code::kExists);
  first.revoked_at = kSampleTime;
  db_.Write(UpdateApiKey, first);
  EXPECT_FALSE(db_.Read(FindLiveApiKeyOfUser, kOne, kUser).has_value());
  db_.Write(InsertApiKey, KeyOfUser("env_1", 3));
  EXPECT_EQ(db_.Read(FindLiveApiKeyOfUser, kOne, kUser)->id.text, "key_3");
  EXPECT_EQ(db_.Read(FindLiveApiKeyOfUser, kTwo, kUser)->id.text, "key_2");
}

TEST_F(ApiKeysTable, AnEnvironmentHasManyKeysAndTheOldestLiveOneIsFoundByDescription) {
  const std::string description = "nightly export";
  db_.Write(InsertApiKey, KeyOfUser("env_1", 1));
  auto second = SampleApiKey("env_1", 2);
  db_.Write(InsertApiKey, second);
  db_.Write(InsertApiKey, SampleApiKey("env_1", 3));
  EXPECT_EQ(db_.Read(FindLiveApiKeyOfEnvironment, kOne, description)->id.text, "key_2");
  EXPECT_FALSE(db_.Read(FindLiveApiKeyOfEnvironment, kTwo, description).has_value());
  EXPECT_FALSE(db_.Read(FindLiveApiKeyOfEnvironment, kOne, std::string("other")).has_value());
  second.revoked_at = kSampleTime;
  db_.Write(UpdateApiKey, second);
  EXPECT_EQ(db_.Read(FindLiveApiKeyOfEnvironment, kOne, description)->id.text, "key_3");
}

TEST_F(ApiKeysTable, AnUpdateWritesDescriptionExpiryAndRevocationOnly) {
  db_.Write(InsertApiKey, SampleApiKey("env_1", 1));
  db_.Write(InsertApiKey, [] {
    auto other = SampleApiKey("env_2", 1);
    other.hash = SampleDigest(2);
    return other;
  }());
  auto changed = SampleApiKey("env_1", 1);
  changed.description = "renamed";
  changed.expires_at = kSampleTime;
  changed.hint = "abcd";
  changed.hash = SampleDigest(9);
  db_.Write(UpdateApiKey, changed);
  const auto found = db_.Read(FindApiKey, kOne, changed.id);
  EXPECT_EQ(found->description, "renamed");
  EXPECT_EQ(found->expires_at, kSampleTime);
  EXPECT_EQ(found->hint, "wxyz");
  EXPECT_EQ(found->hash, SampleDigest(1));
  EXPECT_EQ(db_.Read(FindApiKey, kTwo, changed.id)->description, "nightly export");
  EXPECT_EQ(db_.WriteCode(UpdateApiKey, SampleApiKey("env_1", 9)), base::Code::kInternal);
}

TEST_F(ApiKeysTable, LastUseMovesForwardInItsEnvironmentOnly) {
  const auto one = KeyOfUser("env_1", 1);
  auto two = KeyOfUser("env_2", 2);
  two.id = one.id;
  db_.Write(InsertApiKey, one);
  db_.Write(InsertApiKey, two);
  EXPECT_EQ(db_.Read(FindApiKey, kOne, one.id)->last_used_at, std::nullopt);
  const base::Time later = kSampleTime + std::chrono::minutes(1);
  for (const base::Time at : {kSampleTime, later, kSampleTime}) {
    db_.Write(NoteApiKeyUse, kOne, one.id, at);
  }
  EXPECT_EQ(db_.Read(FindApiKey, kOne, one.id)->last_used_at, later);
  EXPECT_EQ(db_.Read(FindApiKey, kTwo, one.id)->last_used_at, std::nullopt);
  db_.Write(UpdateApiKey, one);
  EXPECT_EQ(db_.Read(FindApiKey, kOne, one.id)->last_used_at, later);
  db_.Write(NoteApiKeyUse, kOne, model::ApiKeyId{"key_9"}, later);
}

TEST_F(ApiKeysTable, AKeyNeedsItsUser) {
  auto key = KeyOfUser("env_1", 1);
  key.user = model::UserId{"user_9"};
  EXPECT_EQ(db_.WriteCode(InsertApiKey, key), base::Code::kUnavailable);
}

TEST_F(ApiKeysTable, UnusedKeysAreListedUpToAThousandThoseThatWereNeverUsedFirst) {
  const auto used = SampleApiKey("env_1", 1);
  db_.Write(InsertApiKey, used);
  db_.Write(NoteApiKeyUse, kOne, used.id, kSampleTime);
  testing::Must(db_->Write([&](WriteTx& tx) -> base::Status {
    for (int i = 0; i < kMostUnusedKeys; ++i) {
      auto key = SampleApiKey("env_1", 2);
      key.id.text = "key_" + std::to_string(10'000 + i);
      key.hash[0] = static_cast<std::uint8_t>(i / 256);
      key.hash[1] = static_cast<std::uint8_t>(i % 256);
      BW_TRY(InsertApiKey(tx, key));
    }
    return {};
  }));
  const base::Time later = kSampleTime + std::chrono::days(2);
  const auto unused = db_.Read(ListUnusedKeys, kOne, later, later);
  EXPECT_EQ(unused.size(), kMostUnusedKeys);
  EXPECT_EQ(std::ranges::count(unused, used.id.text, &UnusedKey::id), 0);
}

}  // namespace
}  // namespace bearward::store
