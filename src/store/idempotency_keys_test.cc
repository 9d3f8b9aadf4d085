#include "store/idempotency_keys.h"

#include <gtest/gtest.h>

#include <chrono>

#include "store/environments.h"
#include "store/organizations.h"
#include "store/pruning_fixture.h"
#include "store/table.h"
#include "testing/memory_store.h"
#include "testing/sample_rows.h"

namespace bearward::store {
namespace {

using std::chrono::milliseconds;
using testing::kSampleTime;
using testing::SampleDigest;

const model::EnvironmentId kOne = {"env_1"};
const model::EnvironmentId kTwo = {"env_2"};

class IdempotencyKeysTable : public ::testing::Test {
 protected:
  IdempotencyKeysTable() {
    for (const char* environment : {"env_1", "env_2"}) {
      db_.Write(InsertEnvironment, testing::SampleEnvironment(environment));
      db_.Write(InsertOrganization, testing::SampleOrganization(environment, 1));
      db_.Write(InsertOrganization, testing::SampleOrganization(environment, 2));
    }
  }
  // Key has different values for each number.
  static IdempotencyKey Key(const model::EnvironmentId& environment, std::uint8_t number) {
    const std::uint8_t first = 10 * number;
    return {.environment = environment,
            .key_hash = SampleDigest(1),
            .request_hash = SampleDigest(first),
            .answer_hash = SampleDigest(static_cast<std::uint8_t>(first + 1)),
            .organization = testing::SampleOrganization(environment.text, number).id,
            .expires_at = kSampleTime + milliseconds(number)};
  }
  std::optional<IdempotencyKey> Find(const model::EnvironmentId& environment) {
    return db_.Read(FindIdempotencyKey, environment, SampleDigest(1), kSampleTime);
  }
  static void ExpectEqual(const std::optional<IdempotencyKey>& found,
                          const IdempotencyKey& wanted) {
    ASSERT_TRUE(found);
    EXPECT_EQ(found->environment, wanted.environment);
    EXPECT_EQ(found->key_hash, wanted.key_hash);
    EXPECT_EQ(found->request_hash, wanted.request_hash);
    EXPECT_EQ(found->answer_hash, wanted.answer_hash);
    EXPECT_EQ(found->organization, wanted.organization);
    EXPECT_EQ(found->expires_at, wanted.expires_at);
  }
  testing::MemoryStore db_;
};

TEST_F(IdempotencyKeysTable, AKeyIsReadBackInItsEnvironmentAndReplaced) {
  db_.Write(PutIdempotencyKey, Key(kOne, 1));
  ExpectEqual(Find(kOne), Key(kOne, 1));
  EXPECT_FALSE(Find(kTwo));
  db_.Write(PutIdempotencyKey, Key(kTwo, 1));
  db_.Write(PutIdempotencyKey, Key(kOne, 2));
  ExpectEqual(Find(kOne), Key(kOne, 2));
  ExpectEqual(Find(kTwo), Key(kTwo, 1));
}

TEST_F(IdempotencyKeysTable, AnExpiredKeyIsNotFoundAndPruned) {
  db_.Write(PutIdempotencyKey, Key(kOne, 1));
  EXPECT_FALSE(db_.Read(FindIdempotencyKey, kOne, SampleDigest(1), kSampleTime + milliseconds(1)));
  EXPECT_EQ(PruneTable(db_, "idempotency_keys", kSampleTime + milliseconds(1)), 0);
  EXPECT_EQ(PruneTable(db_, "idempotency_keys", kSampleTime + milliseconds(2)), 1);
  EXPECT_FALSE(Find(kOne));
}

TEST_F(IdempotencyKeysTable, AKeyIsDeletedWithItsOrganization) {
  db_.Write(PutIdempotencyKey, Key(kOne, 1));
  testing::Must(db_->Write([&](WriteTx& tx) {
    return Table(model::kOrganization).Delete(tx, kOne, Key(kOne, 1).organization.text);
  }));
  EXPECT_FALSE(Find(kOne));
}

}  // namespace
}  // namespace bearward::store
