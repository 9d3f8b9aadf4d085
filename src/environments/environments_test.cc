#include "environments/environments.h"

#include <gtest/gtest.h>

#include "testing/cast.h"

namespace bearward::environments {
namespace {

using testing::Must;

class EnvironmentsTest : public ::testing::Test {
 protected:
  testing::Cast cast_;
  Environments environments_{*cast_.world.store};
};

TEST_F(EnvironmentsTest, ClientIdOfAnEnvironmentIsFoundFromAnyEnvironment) {
  const auto found = environments_.OfClient(cast_.production, model::ClientIdOf(cast_.sandbox));
  EXPECT_EQ(Must(found).id, cast_.sandbox);
}

TEST_F(EnvironmentsTest, ClientIdOfAnApplicationIsFoundInItsOwnEnvironmentOnly) {
  EXPECT_EQ(Must(environments_.OfClient(cast_.production, "collector")).id, cast_.production);
  const auto foreign = environments_.OfClient(cast_.sandbox, "collector");
  ASSERT_FALSE(foreign);
  EXPECT_EQ(foreign.error().reason, "client_not_found");
}

TEST_F(EnvironmentsTest, UnknownClientIdIsNotFound) {
  const auto missing = environments_.OfClient(cast_.production, "client_01");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().reason, "client_not_found");
}

}  // namespace
}  // namespace bearward::environments
