#include "store/memory_database.h"

#include <gtest/gtest.h>

#include "store/environments.h"
#include "store/events.h"
#include "store/signing_keys.h"
#include "testing/must.h"
#include "testing/sample_rows.h"

namespace bearward::store {
namespace {

using testing::Must;

void AppendEvent(Store& store) {
  Must(store.Write([](WriteTx& tx) { return tx.Append(testing::SampleEvent("env_1", "user_1")); }));
}

std::int64_t LastEvent(Store& store) {
  return Must(store.Read([](ReadTx& tx) { return LastEventNumber(tx); }));
}

TEST(MemoryDatabase, NextHasTheSavedStateAndThePreviousStoreKeepsItsOwn) {
  MemoryDatabase memory = Must(MemoryDatabase::Make());
  const auto first = Must(Store::Open(Must(memory.Next())));
  AppendEvent(*first);
  Must(memory.Save());
  AppendEvent(*first);
  const auto second = Must(Store::Open(Must(memory.Next())));
  EXPECT_EQ(LastEvent(*second), 1);
  EXPECT_EQ(LastEvent(*first), 2);
  AppendEvent(*second);
  AppendEvent(*second);
  EXPECT_EQ(LastEvent(*second), 3);
  EXPECT_EQ(LastEvent(*first), 2);
}

TEST(MemoryDatabase, SavedStateHasNoSigningKeys) {
  MemoryDatabase memory = Must(MemoryDatabase::Make());
  const auto first = Must(Store::Open(Must(memory.Next())));
  Must(first->Write([](WriteTx& tx) -> base::Status {
    BW_TRY(InsertEnvironment(tx, testing::SampleEnvironment("env_1")));
    SigningKeyRow key;
    key.environment = {"env_1"};
    key.kid = "key_1";
    key.profile = "oauth";
    key.algorithm = "ES256";
    key.sealed = "sealed";
    return InsertSigningKey(tx, key);
  }));
  Must(memory.Save());
  const auto second = Must(Store::Open(Must(memory.Next())));
  EXPECT_EQ(Must(second->Read(ListEnvironments)).size(), 1u);
  EXPECT_TRUE(Must(second->Read(ListSigningKeys)).empty());
  EXPECT_EQ(Must(first->Read(ListSigningKeys)).size(), 1u);
}

TEST(MemoryDatabase, NextIsEmptyBeforeTheFirstSave) {
  MemoryDatabase memory = Must(MemoryDatabase::Make());
  AppendEvent(*Must(Store::Open(Must(memory.Next()))));
  EXPECT_EQ(LastEvent(*Must(Store::Open(Must(memory.Next())))), 0);
}

}  // namespace
}  // namespace bearward::store
