#include "model/rate_limit.h"

#include <gtest/gtest.h>

namespace bearward::model {
namespace {

TEST(RateLimitText, IsReadAndWrittenInOneWay) {
  EXPECT_EQ(ParseRateLimit("100/60s"), (RateLimit{100, 60, LimitMode::kEnforce}));
  EXPECT_EQ(ParseRateLimit("1/1s monitor"), (RateLimit{1, 1, LimitMode::kMonitor}));
  for (const char* text : {"100/60s", "1/2678400s", "1000000000/1s", "5000/86400s monitor"}) {
    const auto limit = ParseRateLimit(text);
    ASSERT_TRUE(limit) << text;
    EXPECT_EQ(RateLimitText(*limit), text);
  }
}

TEST(RateLimitText, NothingElseIsOne) {
  for (const char* text : {"",
                           "100",
                           "100/",
                           "100/60",
                           "/60s",
                           "100/s",
                           "0/60s",
                           "100/0s",
                           "-1/60s",
                           "+1/60s",
                           "01/60s",
                           "1/060s",
                           " 1/60s",
                           "1/60s ",
                           "1 / 60s",
                           "1/60m",
                           "1/60S",
                           "1/60ss",
                           "1/60s watch",
                           "1/60smonitor",
                           "1/60s monitor ",
                           "1/60s  monitor",
                           "1000000001/1s",
                           "1/2678401s",
                           "4294967297/60s",
                           "99999999999999999999/60s",
                           "1/99999999999999999999s",
                           "1.5/60s"}) {
    EXPECT_EQ(ParseRateLimit(text), std::nullopt) << text;
  }
  EXPECT_EQ(ParseRateLimit(std::string_view("1/60s\0", 6)), std::nullopt);
}

TEST(LimitScopes, HaveNames) {
  EXPECT_EQ(base::Word(LimitScope::kKey), "key");
  EXPECT_EQ(base::Word(LimitScope::kClient), "client");
  EXPECT_EQ(base::Word(LimitScope::kOrganization), "organization");
}

}  // namespace
}  // namespace bearward::model
