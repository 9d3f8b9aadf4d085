#include "verify/refusal.h"

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

TEST(Reason, EachHasItsOwnWord) {
  std::set<std::string_view> words;
  for (std::size_t i = 0; i < kReasons; ++i) words.insert(base::Word(static_cast<Reason>(i)));
  EXPECT_EQ(words.size(), kReasons);
  EXPECT_FALSE(words.contains(""));
}

// The words are part of the API: programs compare them.
TEST(Reason, WordsOfTheApiAreUnchanged) {
  EXPECT_EQ(base::Word(Reason::kExpired), "expired");
  EXPECT_EQ(base::Word(Reason::kNotYetValid), "not_yet_valid");
  EXPECT_EQ(base::Word(Reason::kRevoked), "revoked");
  EXPECT_EQ(base::Word(Reason::kUnknown), "unknown");
  EXPECT_EQ(base::Word(Reason::kMalformed), "malformed");
  EXPECT_EQ(base::Word(Reason::kMissing), "missing");
  EXPECT_EQ(base::Word(Reason::kAmbiguous), "ambiguous");
  EXPECT_EQ(base::Word(Reason::kWrongKind), "wrong_kind");
  EXPECT_EQ(base::Word(Reason::kWrongEnvironment), "wrong_environment");
  EXPECT_EQ(base::Word(Reason::kWrongOrganization), "wrong_organization");
  EXPECT_EQ(base::Word(Reason::kWrongAudience), "wrong_audience");
  EXPECT_EQ(base::Word(Reason::kMissingPermission), "missing_permission");
  EXPECT_EQ(base::Word(Reason::kRateLimited), "rate_limited");
  EXPECT_EQ(base::Word(Reason::kUnavailable), "unavailable");
}

TEST(Refusal, EachHasItsOwnWordThatParsesBack) {
  std::set<std::string_view> words;
  for (std::size_t i = 0; i < kRefusals; ++i) {
    const auto refusal = static_cast<Refusal>(i);
    words.insert(RefusalWord(refusal));
    EXPECT_EQ(ParseRefusal(RefusalWord(refusal)), refusal);
  }
  EXPECT_EQ(words.size(), kRefusals);
  EXPECT_FALSE(ParseRefusal(""));
  EXPECT_FALSE(ParseRefusal("policy_not_found"));
}

// The rows of the table are in the order of the values.
TEST(Refusal, WordBelongsToItsValue) {
  EXPECT_EQ(RefusalWord(Refusal::kTokenExpired), "token_expired");
  EXPECT_EQ(RefusalWord(Refusal::kKeyRevoked), "key_revoked");
  EXPECT_EQ(RefusalWord(Refusal::kEnvironmentDisabled), "environment_disabled");
  EXPECT_EQ(RefusalWord(Refusal::kInvalidSignature), "invalid_signature");
  EXPECT_EQ(RefusalWord(Refusal::kMalformedToken), "malformed_token");
  EXPECT_EQ(RefusalWord(Refusal::kWrongAccount), "wrong_account");
  EXPECT_EQ(RefusalWord(Refusal::kTooManyChanges), "too_many_changes");
}

TEST(Refusal, OnlyThoseThatNoAdministratorCanUndoArePermanent) {
  const std::set<Refusal> permanent = {Refusal::kTokenExpired, Refusal::kTokenRevoked,
                                       Refusal::kTokenSuperseded, Refusal::kSessionEnded};
  for (std::size_t i = 0; i < kRefusals; ++i) {
    const auto refusal = static_cast<Refusal>(i);
    EXPECT_EQ(IsPermanent(refusal), permanent.contains(refusal)) << RefusalWord(refusal);
  }
}

// Refuse takes a Refusal; errors that are made from a text must use a word of the table as well.
TEST(Refusal, EveryRefusalInTheSourceIsInTheTable) {
  const std::regex refusal(R"re((?:Unauthenticated|Limited)\(\s*"([a-z_]+)")re");
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
  EXPECT_TRUE(found.contains("malformed_token")) << "the expression finds nothing";
  for (const std::string& word : found) EXPECT_TRUE(ParseRefusal(word)) << word;
}

TEST(Reason, ErrorOutsideTheTableIsMappedByItsCode) {
  EXPECT_EQ(ReasonOf(base::Unauthenticated("new_word", "")), Reason::kUnknown);
  EXPECT_EQ(ReasonOf(base::Denied("new_word", "")), Reason::kMissingPermission);
  EXPECT_EQ(ReasonOf(base::Limited("new_word", "", std::chrono::seconds(1))), Reason::kRateLimited);
  EXPECT_EQ(ReasonOf(base::Invalid("new_word", "")), Reason::kMalformed);
  EXPECT_EQ(ReasonOf(base::Unavailable("new_word", "")), Reason::kUnavailable);
  EXPECT_EQ(ReasonOf(base::Internal("")), Reason::kUnavailable);
}

TEST(Reason, RefusalIsMappedByItsRowAndNotByTheCode) {
  EXPECT_EQ(ReasonOf(Refuse(Refusal::kTokenExpired).error()), Reason::kExpired);
  EXPECT_EQ(ReasonOf(Refuse(Refusal::kSessionEnded).error()), Reason::kRevoked);
  EXPECT_EQ(ReasonOf(WrongAccount()), Reason::kWrongOrganization);
}

}  // namespace
}  // namespace bearward::verify
