#include "app/shortage_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <string>
#include <vector>

#include "testing/fake_clock.h"

namespace bearward::app {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Kind = http::Shortage::Kind;

class ShortageLogTest : public ::testing::Test {
 protected:
  testing::FakeClock clock_;
  std::vector<std::string> lines_;
  observe::Logger log_{clock_, observe::Level::kInfo,
                       [this](std::string_view line) { lines_.emplace_back(line); }};
  ShortageLog shortages_{log_, clock_, http::Limits{}};
};

TEST_F(ShortageLogTest, ALineSaysAddressSettingAndLimit) {
  shortages_.Note({Kind::kConnectionsPerAddress, "2001:db8::7"});
  shortages_.Note({Kind::kConnections, "192.0.2.1"});
  shortages_.Note({Kind::kBodyMemory, "192.0.2.1"});
  shortages_.Note({Kind::kKernel, "", EMFILE});
  EXPECT_THAT(
      lines_,
      ElementsAre(AllOf(HasSubstr("\"address\":\"2001:db8::/64\""), HasSubstr("\"limit\":1000,"),
                        HasSubstr("\"setting\":\"limits.connections_per_address\"")),
                  AllOf(HasSubstr("\"setting\":\"limits.connections\""),
                        HasSubstr("\"address\":\"192.0.2.1\""), HasSubstr("\"limit\":10000,")),
                  AllOf(HasSubstr("request refused or response not sent: no memory is left"),
                        HasSubstr("\"setting\":\"limits.body_memory_bytes\"")),
                  HasSubstr("\"reason\":\"Too many open files\"")));
}

TEST_F(ShortageLogTest, OneLineOfAKindInTenSecondsCountsTheOthers) {
  for (int i = 0; i < 100; ++i) shortages_.Note({Kind::kConnectionsPerAddress, "192.0.2.1"});
  EXPECT_EQ(lines_.size(), 1U);
  clock_.Advance(std::chrono::milliseconds(9'999));
  shortages_.Note({Kind::kConnectionsPerAddress, "192.0.2.1"});
  EXPECT_EQ(lines_.size(), 1U);
  clock_.Advance(std::chrono::milliseconds(1));
  shortages_.Note({Kind::kConnectionsPerAddress, "192.0.2.1"});
  ASSERT_EQ(lines_.size(), 2U);
  EXPECT_THAT(lines_[0], HasSubstr("\"refused_since_last_line\":1"));
  EXPECT_THAT(lines_[1], HasSubstr("\"refused_since_last_line\":101"));
}

}  // namespace
}  // namespace bearward::app
