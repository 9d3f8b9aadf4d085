#include "app/open_core.h"

#include <gtest/gtest.h>

#include <barrier>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/entropy.h"
#include "testing/must.h"
#include "testing/temp_dir.h"

namespace bearward::app {
namespace {

using testing::Must;

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
      const auto core =
          OpenCore(config, folder, {clock, entropy, log, log}, warnings, std::chrono::seconds(15));
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

}  // namespace
}  // namespace bearward::app
