#include "model/password_policy.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace bearward::model {
namespace {

struct PolicyRow {
  PolicyLevel level;
  const char* name;
  std::size_t minimum_length;
  int failures_before_lock;
  int remembered;
};

constexpr PolicyRow kRows[] = {
    {PolicyLevel::kLow, "low", 2, 0, 0},
    {PolicyLevel::kMedium, "medium", 6, 5, 5},
    {PolicyLevel::kHigh, "high", 8, 3, 5},
};

TEST(PasswordPolicy, HasTheThreeLevelsOfWorkMobile) {
  for (const PolicyRow& row : kRows) {
    const PasswordPolicy& policy = PolicyOf(row.level);
    EXPECT_EQ(policy.minimum_length, row.minimum_length) << row.name;
    EXPECT_EQ(policy.failures_before_lock, row.failures_before_lock) << row.name;
    EXPECT_EQ(policy.remembered, row.remembered) << row.name;
    EXPECT_EQ(policy.failures_before_lock > 0, policy.lock_time > std::chrono::minutes(0));
  }
}

TEST(PasswordPolicy, NamesReadBackWhatTheyWrite) {
  for (const PolicyRow& row : kRows) {
    EXPECT_EQ(base::Word(row.level), row.name);
    EXPECT_EQ(base::ParseWord<PolicyLevel>(row.name), row.level);
  }
  EXPECT_EQ(base::ParseWord<PolicyLevel>("Low"), std::nullopt);
  EXPECT_EQ(base::ParseWord<PolicyLevel>(""), std::nullopt);
}

TEST(CheckNewPassword, TheShortestAllowedIsTakenAndOneLessRefused) {
  for (const PolicyRow& row : kRows) {
    EXPECT_TRUE(CheckNewPassword(row.level, std::string(row.minimum_length, 'x')).has_value());
    const auto status = CheckNewPassword(row.level, std::string(row.minimum_length - 1, 'x'));
    ASSERT_FALSE(status.has_value()) << row.name;
    EXPECT_EQ(status.error().code, base::Code::kInvalid);
    EXPECT_EQ(status.error().reason, "password_too_short");
  }
}

TEST(CheckNewPassword, LengthCountsCharactersOfTheNormalizedForm) {
  EXPECT_TRUE(CheckNewPassword(PolicyLevel::kMedium, "\u00f6\u00f6\u00f6\u00f6\u00f6\u00f6"));
  for (const char* shorter : {"\u00f6\u00f6\u00f6\u00f6\u00f6", "o\u0308o\u0308o\u0308"}) {
    const auto status = CheckNewPassword(PolicyLevel::kMedium, shorter);
    ASSERT_FALSE(status) << shorter;
    EXPECT_EQ(status.error().reason, "password_too_short");
  }
}

TEST(CheckNewPassword, ControlCharactersAreRefusedAndSpacesAreNot) {
  const auto status = CheckNewPassword(PolicyLevel::kLow, "tab\tkey");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().reason, "password_not_allowed");
  EXPECT_TRUE(CheckNewPassword(PolicyLevel::kLow, "any space\u00a0key"));
}

TEST(CheckNewPassword, WhatWouldBeSlowToHashIsRefused) {
  EXPECT_TRUE(CheckNewPassword(PolicyLevel::kLow, std::string(kLongestPassword, 'x')).has_value());
  const auto status = CheckNewPassword(PolicyLevel::kLow, std::string(kLongestPassword + 1, 'x'));
  ASSERT_FALSE(status.has_value());
  EXPECT_EQ(status.error().reason, "password_too_long");
}

}  // namespace
}  // namespace bearward::model
