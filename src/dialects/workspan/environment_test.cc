#include "dialects/workspan/environment.h"

#include <gtest/gtest.h>

#include <vector>

namespace bearward::dialects::workspan {
namespace {

const model::EnvironmentId kProduction{"env_p"};
const model::EnvironmentId kDemo{"env_d"};
const model::EnvironmentId kUat{"env_u"};

std::vector<model::Environment> Environments(int sandboxes) {
  std::vector<model::Environment> all = {
      {.id = kProduction, .name = "production", .created_at = {}},
      {.id = kDemo, .name = "demo.workspan.com", .sandbox = true, .created_at = {}},
      {.id = kUat, .name = "uat.workspan.com", .sandbox = true, .created_at = {}},
  };
  all.resize(static_cast<std::size_t>(sandboxes) + 1);
  return all;
}

TEST(ChooseEnvironment, NameIsComparedWithoutCase) {
  EXPECT_EQ(ChooseEnvironment(Environments(2), "Demo.WorkSpan.com", ""), kDemo);
}

TEST(ChooseEnvironment, ProductionNameOfTheDocumentsMeansTheDefaultOne) {
  EXPECT_EQ(ChooseEnvironment(Environments(2), "app.workspan.com", ""), kProduction);
}

TEST(ChooseEnvironment, SilenceMeansTheDefaultOne) {
  EXPECT_EQ(ChooseEnvironment(Environments(2), "", "api.workspan.com"), kProduction);
}

TEST(ChooseEnvironment, SilenceOnTheSandboxHostMeansTheOnlySandbox) {
  EXPECT_EQ(ChooseEnvironment(Environments(1), "", "API-Sandbox.workspan.com:443"), kDemo);
}

TEST(ChooseEnvironment, SilenceOnTheSandboxHostIsRefusedWhereItIsAmbiguous) {
  for (const int sandboxes : {0, 2}) {
    const auto chosen = ChooseEnvironment(Environments(sandboxes), "", "api-sandbox.workspan.com");
    ASSERT_FALSE(chosen) << sandboxes;
    EXPECT_EQ(chosen.error().reason, "environment_required");
  }
}

TEST(ChooseEnvironment, UnknownNameIsRefused) {
  const auto chosen = ChooseEnvironment(Environments(2), "nowhere", "");
  ASSERT_FALSE(chosen);
  EXPECT_EQ(chosen.error().reason, "unknown_environment");
}

}  // namespace
}  // namespace bearward::dialects::workspan
