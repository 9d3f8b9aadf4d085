// The settings of rate limits and of the strength of passwords.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/config.h"

namespace bearward::app {
namespace {

using model::LimitScope;
using ::testing::HasSubstr;

base::Status Set(Config& config, const std::string& name, const std::string& value) {
  return Put(config, {.name = name, .values = {value}, .origin = "test"});
}

TEST(LimitSettings, EveryLimitOfTheVendorIsASetting) {
  const std::string printed = PrintConfig(Config());
  EXPECT_THAT(printed, HasSubstr("[dialects.workos.limits]\nrequests = \"6000/60s\"\n"
                                 "reads = \"1000/10s\"\nwrites = \"500/10s\"\n"
                                 "deletions = \"50/60s\"\nsign_ins = \"10/60s\"\n"
                                 "codes = \"3/60s\"\n"));
}

TEST(LimitSettings, OffRemovesALimitAndAnotherTextIsRefused) {
  Config config;
  EXPECT_TRUE(Set(config, "dialects.workos.limits.reads", "off"));
  EXPECT_FALSE(config.workos_limits[LimitScope::kReads]);
  EXPECT_TRUE(Set(config, "dialects.workos.limits.reads", "7/3s monitor"));
  EXPECT_EQ(model::RateLimitText(*config.workos_limits[LimitScope::kReads]), "7/3s monitor");
  for (const char* text : {"", "0", "0/60s", "none", "7/0s", "many"}) {
    const base::Status refused = Set(config, "dialects.workos.limits.reads", text);
    ASSERT_FALSE(refused) << text;
    EXPECT_THAT(refused.error().public_text, HasSubstr("test: ")) << text;
  }
  EXPECT_FALSE(Set(config, "dialects.workos.limits.key", "1/1s"));
}

TEST(LimitSettings, TheWindowOfCodesIsAtMostADay) {
  Config config;
  EXPECT_TRUE(Set(config, "dialects.workos.limits.codes", "9/86400s"));
  EXPECT_FALSE(Set(config, "dialects.workos.limits.codes", "9/86401s"));
}

TEST(LimitSettings, AVariableSetsALimit) {
  const char* const variables[] = {"BEARWARD_DIALECTS__WORKOS__LIMITS__SIGN_INS=off", nullptr};
  const auto settings = ReadEnvironment(variables);
  ASSERT_TRUE(settings);
  Config config;
  for (const Setting& setting : *settings) EXPECT_TRUE(Put(config, setting));
  EXPECT_FALSE(config.workos_limits[LimitScope::kSignIns]);
}

TEST(LimitSettings, TheStrengthOfPasswordsIsAScore) {
  Config config;
  EXPECT_EQ(config.password_strength.of_products, 3U);
  EXPECT_EQ(config.password_strength.of_operators, 0U);
  EXPECT_TRUE(Set(config, "dialects.workos.minimum_strength", "4"));
  EXPECT_TRUE(Set(config, "passwords.minimum_strength", "2"));
  EXPECT_EQ(config.password_strength.of_products, 4U);
  EXPECT_EQ(config.password_strength.of_operators, 2U);
  EXPECT_FALSE(Set(config, "passwords.minimum_strength", "5"));
  EXPECT_FALSE(Set(config, "passwords.minimum_strength", "-1"));
}

TEST(LimitSettings, TheAgeOfPasswordsIsANumberOfDays) {
  Config config;
  EXPECT_EQ(config.password_age, std::chrono::days(0)) << "passwords never expire";
  EXPECT_TRUE(Set(config, "passwords.maximum_age_days", "90"));
  EXPECT_EQ(config.password_age, std::chrono::days(90));
  EXPECT_TRUE(Set(config, "passwords.maximum_age_days", "0"));
  for (const char* value : {"-1", "3651", "90d", ""}) {
    EXPECT_FALSE(Set(config, "passwords.maximum_age_days", value)) << value;
  }
}

}  // namespace
}  // namespace bearward::app
