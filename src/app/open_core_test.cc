#include "app/open_core.h"

#include <gmock/gmock.h>

#include <barrier>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/entropy.h"
#include "testing/must.h"
#include "testing/temp_dir.h"

namespace bearward::app {
namespace {

using ::testing::EndsWith;
using testing::Must;
using ::testing::StartsWith;

// Regression: `serve` and `apply` that started together on a new folder both made its master key,
// and one of them ended.
TEST(OpenCoreConcurrency, ServeAndApplyOpenANewFolderAtTheSameTime) {
  constexpr int kRounds = 4;
  const testing::TempDir temp;
  const base::SystemClock clock;
  base::SystemEntropy entropy;
  observe::Logger log(clock, observe::Level::kOff, observe::Logger::Sink());
  Config config;
  config.issuer = "https://door.example";
  config.password_cost = {.memory_kib = 64, .passes = 1};
  for (int round = 0; round < kRounds; ++round) {
    const std::string path = temp.File("data" + std::to_string(round));
    std::barrier start(2);
    std::vector<std::string> errors(2);
    const auto open = [&](std::size_t i) {
      start.arrive_and_wait();
      const DataFolder folder = Must(DataFolder::Open(path));
      std::vector<std::string> warnings;
      const auto core = OpenCore(config, folder, {clock, entropy, log, log}, warnings);
      if (!core) errors[i] = core.error().reason + ": " + core.error().public_text;
    };
    {
      std::jthread serve(open, 0);
      std::jthread apply(open, 1);
    }
    EXPECT_EQ(errors, std::vector<std::string>(2));
    EXPECT_TRUE(DataFolder::At(path).HadDatabase());
  }
}

// `bearward user list` in an empty folder made a data folder there, with a key of its own.
TEST(RequireData, FolderWithoutDataIsRefusedByNameAndNotMade) {
  const testing::TempDir temp;
  const DataFolder none = DataFolder::At(temp.File("none"));
  Config config;
  config.reached_by = " --data " + none.path();
  const auto refused = RequireData(config, none);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "no_data");
  EXPECT_THAT(refused.error().public_text, StartsWith(none.path() + ": "));
  EXPECT_THAT(refused.error().public_text,
              EndsWith("bearward environment create --name production --data " + none.path()));
  EXPECT_FALSE(std::filesystem::exists(none.path()));
}

// A lost database must be reported as lost (CheckData), not as one that was never there.
TEST(RequireData, FolderThatHasOrHadADatabaseIsAccepted) {
  const testing::TempDir temp;
  const DataFolder folder = Must(DataFolder::Open(temp.File("data")));
  std::ofstream(folder.Database()) << "bytes";
  Must(RequireData({}, folder));
  std::filesystem::remove(folder.Database());
  EXPECT_FALSE(RequireData({}, folder));
  std::ofstream(folder.MasterKey()) << "k1:text";
  Must(RequireData({}, folder));
}

// With PostgreSQL the folder has only the key, which may be elsewhere.
TEST(RequireData, KeyIsEnoughForASharedDatabase) {
  const testing::TempDir temp;
  const DataFolder none = DataFolder::At(temp.File("none"));
  Config config;
  config.storage.url_file = temp.File("url");
  ASSERT_TRUE(config.storage.is_postgres());
  EXPECT_FALSE(RequireData(config, none));
  config.master_key_file = temp.File("key");
  Must(RequireData(config, none));
}

}  // namespace
}  // namespace bearward::app
