#include "store/store.h"

#include <gtest/gtest.h>

#include "store/environments.h"

namespace bearward::store {
namespace {

TEST(Store, WhatIsWrittenIsRead) {
  auto store = Store::Open(SqliteMemory());
  ASSERT_TRUE(store.has_value()) << store.error().detail;
  const auto written = (*store)->Write([](WriteTx& tx) {
    return InsertEnvironment(tx, {.id = {"env_1"}, .name = "production", .created_at = {}});
  });
  ASSERT_TRUE(written.has_value()) << written.error().detail;
  const auto found = (*store)->Read(
      [](ReadTx& tx) { return FindEnvironment(tx, model::EnvironmentId{"env_1"}); });
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->name, "production");
}

}  // namespace
}  // namespace bearward::store
