#include "verify/reason.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "testing/source_dir.h"

namespace bearward::verify {
namespace {

TEST(Reason, EveryOneHasAWordOfItsOwn) {
  std::set<std::string_view> words;
  for (std::size_t i = 0; i < kReasons; ++i) words.insert(ReasonWord(static_cast<Reason>(i)));
  EXPECT_EQ(words.size(), kReasons);
  EXPECT_FALSE(words.contains(""));
}

// The words are part of the API: programs compare them.
TEST(Reason, WordsStayAsTheyAre) {
  EXPECT_EQ(ReasonWord(Reason::kExpired), "expired");
  EXPECT_EQ(ReasonWord(Reason::kRevoked), "revoked");
  EXPECT_EQ(ReasonWord(Reason::kUnknown), "unknown");
  EXPECT_EQ(ReasonWord(Reason::kMalformed), "malformed");
  EXPECT_EQ(ReasonWord(Reason::kWrongEnvironment), "wrong_environment");
  EXPECT_EQ(ReasonWord(Reason::kWrongOrganization), "wrong_organization");
  EXPECT_EQ(ReasonWord(Reason::kWrongAudience), "wrong_audience");
  EXPECT_EQ(ReasonWord(Reason::kMissingPermission), "missing_permission");
  EXPECT_EQ(ReasonWord(Reason::kRateLimited), "rate_limited");
  EXPECT_EQ(ReasonWord(Reason::kUnavailable), "unavailable");
}

// The author of a new refusal must add it to the table.
TEST(Reason, EveryRefusalInTheSourceIsInTheTable) {
  const std::regex refusal(R"re((?:Refuse|Unauthenticated|Limited)\(\s*"([a-z_]+)")re");
  std::set<std::string> found;
  for (const std::string module : {"verify", "token"}) {
    for (const auto& entry :
         std::filesystem::directory_iterator(std::string(testing::kSourceDir) + "/src/" + module)) {
      const std::string name = entry.path().filename().string();
      if (!name.ends_with(".cc") || name.ends_with("_test.cc")) continue;
      std::ifstream file(entry.path());
      const std::string text((std::istreambuf_iterator<char>(file)), {});
      for (std::sregex_iterator at(text.begin(), text.end(), refusal), end; at != end; ++at) {
        found.insert((*at)[1]);
      }
    }
  }
  EXPECT_GT(found.size(), 15U);
  for (const std::string& reason : found) EXPECT_TRUE(HasReason(reason)) << reason;
}

TEST(Reason, AnErrorThatTheTableDoesNotKnowIsSortedByItsCode) {
  EXPECT_EQ(ReasonOf(base::Unauthenticated("new_word", "")), Reason::kUnknown);
  EXPECT_EQ(ReasonOf(base::Denied("new_word", "")), Reason::kMissingPermission);
  EXPECT_EQ(ReasonOf(base::Limited("new_word", "", std::chrono::seconds(1))), Reason::kRateLimited);
  EXPECT_EQ(ReasonOf(base::Invalid("new_word", "")), Reason::kMalformed);
  EXPECT_EQ(ReasonOf(base::Unavailable("new_word", "")), Reason::kUnavailable);
  EXPECT_EQ(ReasonOf(base::Internal("")), Reason::kUnavailable);
}

}  // namespace
}  // namespace bearward::verify
