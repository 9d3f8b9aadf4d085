#include "store/signing_keys.h"

#include <gtest/gtest.h>

#include <chrono>

#include "store/environments.h"
#include "testing/memory_store.h"
#include "testing/sample_rows.h"

namespace bearward::store {
namespace {

using std::chrono::hours;
using testing::kSampleTime;

const model::EnvironmentId kOne = {"env_1"};
const model::EnvironmentId kTwo = {"env_2"};

class SigningKeysTable : public ::testing::Test {
 protected:
  SigningKeysTable() {
    for (const char* env : {"env_1", "env_2"}) {
      db_.Write(InsertEnvironment, testing::SampleEnvironment(env));
    }
  }
  static SigningKeyRow Key(const model::EnvironmentId& environment, const std::string& kid) {
    return {.environment = environment,
            .kid = kid,
            .profile = "workos",
            .algorithm = "RS256",
            .sealed = std::string("\0sealed", 7),
            .certificate = "",
            .created_at = kSampleTime,
            .active_from = kSampleTime + hours(1),
            .retire_at = kSampleTime + hours(2),
            .forget_at = kSampleTime + hours(3)};
  }
  testing::MemoryStore db_;
};

TEST_F(SigningKeysTable, KeysAreReadBackCompletelyOldestFirst) {
  auto older = Key(kTwo, "session_b");
  older.created_at -= hours(1);
  older.certificate = std::string("\x30\0\xff", 3);
  db_.Write(InsertSigningKey, Key(kOne, "session_a"));
  db_.Write(InsertSigningKey, older);
  const auto keys = db_.Read(ListSigningKeys);
  ASSERT_EQ(keys.size(), 2u);
  EXPECT_EQ(keys[0].kid, "session_b");
  EXPECT_EQ(keys[0].certificate, older.certificate);
  EXPECT_EQ(keys[1].environment, kOne);
  EXPECT_EQ(keys[1].profile, "workos");
  EXPECT_EQ(keys[1].algorithm, "RS256");
  EXPECT_EQ(keys[1].sealed, older.sealed);
  EXPECT_EQ(keys[1].certificate, "");
  EXPECT_EQ(keys[1].created_at, kSampleTime);
  EXPECT_EQ(keys[1].active_from, kSampleTime + hours(1));
  EXPECT_EQ(keys[1].retire_at, kSampleTime + hours(2));
  EXPECT_EQ(keys[1].forget_at, kSampleTime + hours(3));
}

TEST_F(SigningKeysTable, AKidIsUniqueInItsEnvironment) {
  db_.Write(InsertSigningKey, Key(kOne, "session_a"));
  db_.Write(InsertSigningKey, Key(kTwo, "session_a"));
  EXPECT_EQ(db_.WriteCode(InsertSigningKey, Key(kOne, "session_a")), base::Code::kExists);
}

TEST_F(SigningKeysTable, TimesAreUpdatedAndKeysDeletedInOneEnvironment) {
  db_.Write(InsertSigningKey, Key(kOne, "session_a"));
  db_.Write(InsertSigningKey, Key(kTwo, "session_a"));
  auto changed = Key(kOne, "session_a");
  changed.active_from = changed.retire_at = changed.forget_at = kSampleTime;
  changed.sealed = "other";
  db_.Write(UpdateSigningKeyTimes, changed);
  auto keys = db_.Read(ListSigningKeys);
  ASSERT_EQ(keys.size(), 2u);
  EXPECT_EQ(keys[0].active_from, kSampleTime);
  EXPECT_EQ(keys[0].retire_at, kSampleTime);
  EXPECT_EQ(keys[0].forget_at, kSampleTime);
  EXPECT_NE(keys[0].sealed, "other");
  EXPECT_EQ(keys[1].forget_at, kSampleTime + hours(3));
  EXPECT_EQ(db_.WriteCode(UpdateSigningKeyTimes, Key(kOne, "session_z")), base::Code::kInternal);

  db_.Write(DeleteSigningKey, kOne, std::string("session_a"));
  keys = db_.Read(ListSigningKeys);
  ASSERT_EQ(keys.size(), 1u);
  EXPECT_EQ(keys[0].environment, kTwo);
}

TEST_F(SigningKeysTable, AnUnsealedKeyIsRefused) {
  auto empty = Key(kOne, "session_a");
  empty.sealed.clear();
  EXPECT_EQ(db_.WriteCode(InsertSigningKey, empty), base::Code::kUnavailable);
}

}  // namespace
}  // namespace bearward::store
