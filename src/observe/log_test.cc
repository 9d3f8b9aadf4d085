#include "observe/log.h"

#include <gtest/gtest.h>

#include <vector>

#include "json/reader.h"
#include "observe/request_line.h"
#include "testing/fake_clock.h"

namespace bearward::observe {
namespace {

// Lines is a sink that stores the lines it receives.
struct Lines {
  std::vector<std::string> all;
  Logger::Sink Sink() {
    return [this](std::string_view line) { all.emplace_back(line); };
  }
};

TEST(Log, ALineIsOneJsonObjectWithTimeLevelAndMessageFirst) {
  const testing::FakeClock clock;
  Lines lines;
  Logger logger(clock, Level::kInfo, lines.Sink());
  logger.Warn("disk \"full\"\n",
              {{"free", 0}, {"path", "a\\b"}, {"ratio", 0.5}, {"read_only", true}, {"big", 1U}});
  ASSERT_EQ(lines.all.size(), 1U);
  EXPECT_EQ(lines.all.front(),
            "{\"time\":\"2031-05-06T07:08:09.123Z\",\"level\":\"warn\",\"msg\":\"disk "
            "\\\"full\\\"\\n\",\"free\":0,\"path\":\"a\\\\b\",\"ratio\":0.5,\"read_only\":true,"
            "\"big\":1}\n");
}

TEST(Log, AFieldCannotForgeAnotherLine) {
  const testing::FakeClock clock;
  Lines lines;
  Logger logger(clock, Level::kInfo, lines.Sink());
  logger.Info("m", {{"user", "x\n{\"level\":\"error\"}\r\x1b[31m\xff"}});
  const std::string& line = lines.all.at(0);
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  EXPECT_EQ(line.find('\x1b'), std::string::npos);
  EXPECT_TRUE(json::Parse(line).has_value());
}

TEST(Log, LinesBelowTheThresholdAreNotWritten) {
  const testing::FakeClock clock;
  Lines lines;
  Logger logger(clock, Level::kWarn, lines.Sink());
  logger.Debug("d");
  logger.Info("i");
  logger.Warn("w");
  logger.Error("e");
  EXPECT_EQ(lines.all.size(), 2U);
  logger.SetThreshold(Level::kOff);
  logger.Error("e");
  EXPECT_EQ(lines.all.size(), 2U);
  EXPECT_FALSE(logger.Enabled(Level::kError));
  EXPECT_FALSE(logger.Enabled(Level::kOff));
}

TEST(Log, LevelNamesReadBack) {
  for (const Level level :
       {Level::kDebug, Level::kInfo, Level::kWarn, Level::kError, Level::kOff}) {
    EXPECT_EQ(base::ParseWord<Level>(base::Word(level)), level);
  }
  EXPECT_EQ(base::ParseWord<Level>("Info"), std::nullopt);
  EXPECT_EQ(base::ParseWord<Level>(""), std::nullopt);
}

TEST(RequestLine, HoldsTheGoldenMembersInOrder) {
  const testing::FakeClock clock;
  Lines lines;
  Logger logger(clock, Level::kInfo, lines.Sink());
  Write(logger, {.time = clock.Now(),
                 .method = "GET",
                 .path = "/v1/whoami?access_token=hidden",
                 .route = "GET /v1/whoami",
                 .status = 401,
                 .duration_us = 42,
                 .bytes = 120,
                 .request_id = "r1",
                 .dialect = "ours",
                 .environment = "production",
                 .organization = "org_1",
                 .subject = "user_1",
                 .credential_kind = "jwt",
                 .reason = "token_expired",
                 .detail = "exp",
                 .peer = "198.51.100.7",
                 .proxy = "127.0.0.1",
                 .client = "203.0.113.9"});
  ASSERT_EQ(lines.all.size(), 1U);
  EXPECT_EQ(lines.all.front(),
            "{\"time\":\"2031-05-06T07:08:09.123Z\",\"level\":\"info\",\"msg\":\"request\","
            "\"request_id\":\"r1\",\"method\":\"GET\",\"path\":\"/v1/whoami\","
            "\"route\":\"GET /v1/whoami\",\"status\":401,\"duration_us\":42,\"bytes\":120,"
            "\"dialect\":\"ours\",\"environment\":\"production\",\"organization\":\"org_1\","
            "\"subject\":\"user_1\",\"credential_kind\":\"jwt\",\"reason\":\"token_expired\","
            "\"detail\":\"exp\",\"peer\":\"198.51.100.7\",\"proxy\":\"127.0.0.1\","
            "\"client\":\"203.0.113.9\"}\n");
}

TEST(RequestLine, EmptyTextsAreLeftOutAndTheThresholdHolds) {
  const testing::FakeClock clock;
  Lines lines;
  Logger logger(clock, Level::kInfo, lines.Sink());
  Write(logger, {.time = clock.Now(), .method = "GET", .path = "/livez", .status = 200});
  EXPECT_EQ(lines.all.at(0),
            "{\"time\":\"2031-05-06T07:08:09.123Z\",\"level\":\"info\",\"msg\":\"request\","
            "\"method\":\"GET\",\"path\":\"/livez\",\"status\":200,\"duration_us\":0,"
            "\"bytes\":0}\n");
  logger.SetThreshold(Level::kWarn);
  Write(logger, {.time = clock.Now(), .method = "GET", .path = "/livez", .status = 200});
  EXPECT_EQ(lines.all.size(), 1U);
}

}  // namespace
}  // namespace bearward::observe
