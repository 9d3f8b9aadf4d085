// `apply --dry-run` against PostgreSQL. test/e2e/command_mistakes.test.mjs has the data folder.
#include "app/dry_run.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <string>
#include <vector>

#include "app/data_folder.h"
#include "app/open_core.h"
#include "app/provision_file.h"
#include "base/clock.h"
#include "base/entropy.h"
#include "store/check_postgres.h"
#include "testing/must.h"
#include "testing/postgres_server.h"
#include "testing/temp_dir.h"

namespace bearward::app {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Must;
using ::testing::StartsWith;

class DryRunTest : public ::testing::Test {
 protected:
  DryRunTest() {
    config_.data = temp_.File("data");
    config_.issuer = "https://door.example";
    config_.password_cost = {.memory_kib = 64, .passes = 1};
    config_.storage.url = base::Secret(options_.url);
    config_.storage.schema = options_.schema;
  }

  base::Result<provision::Plan> Plan() {
    warnings_.clear();
    return PlanApply(config_, world_, provision::Prune::kNo, warnings_);
  }
  void Apply() {
    std::vector<std::string> warnings;
    const DataFolder folder = Must(DataFolder::Open(config_.data));
    const auto core = Must(OpenCore(config_, folder, {clock_, entropy_, log_, log_}, warnings));
    Must(core->Apply(world_));
  }

  const testing::TempDir temp_;
  const base::SystemClock clock_;
  base::SystemEntropy entropy_;
  observe::Logger log_{clock_, observe::Level::kOff, observe::Logger::Sink()};
  const store::PostgresOptions options_ = testing::PostgresServer::Shared().Options();
  const provision::ProvisioningFile world_ =
      Must(ParseProvisionFile("[[environments]]\nname = \"planned\"\n", "planned.toml"));
  Config config_;
  std::vector<std::string> warnings_;
};

// It made the schema and a data folder with a master key.
TEST_F(DryRunTest, AnEmptyPostgresDatabaseGetsNoSchemaAndTheFolderNoKey) {
  for (int run = 1; run <= 2; ++run) {
    const provision::Plan plan = Must(Plan());
    ASSERT_FALSE(plan.changes.empty());
    EXPECT_EQ(plan.changes.front().name, "planned");
    EXPECT_THAT(warnings_, ElementsAre(AllOf(StartsWith("storage.url: "), HasSubstr("no schema"),
                                             HasSubstr(options_.schema))));
    EXPECT_FALSE(Must(store::HasSchema(options_)));
    EXPECT_FALSE(std::filesystem::exists(config_.data));
  }
}

TEST_F(DryRunTest, APostgresDatabaseWithDataIsCompared) {
  Apply();
  EXPECT_TRUE(Must(store::HasSchema(options_)));
  EXPECT_THAT(Must(Plan()).changes, IsEmpty());
  EXPECT_THAT(warnings_, IsEmpty());
}

TEST_F(DryRunTest, AFolderWithoutTheKeyOfAPostgresDatabaseIsRefusedAndNotMade) {
  Apply();
  config_.data = temp_.File("other");
  const auto refused = Plan();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "no_data");
  EXPECT_FALSE(std::filesystem::exists(config_.data));
}

TEST_F(DryRunTest, APostgresServerThatCannotBeReachedIsNoEmptyDatabase) {
  config_.storage.url = base::Secret("host=" + temp_.path() + " user=bearward dbname=postgres");
  const auto refused = Plan();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::Code::kUnavailable);
  EXPECT_THAT(refused.error().detail, StartsWith("storage.url: "));
}

}  // namespace
}  // namespace bearward::app
