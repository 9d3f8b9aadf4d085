#include "model/event.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace bearward::model {
namespace {

constexpr int kTypes = static_cast<int>(EventType::kCount_);

TEST(EventNames, AreUniqueAndReadBack) {
  std::set<std::string_view> names;
  for (int i = 0; i < kTypes; ++i) {
    const auto type = static_cast<EventType>(i);
    EXPECT_TRUE(names.insert(EventName(type)).second) << EventName(type);
    EXPECT_EQ(ParseEventName(EventName(type)), type);
  }
}

TEST(EventNames, AreTwoWordsWithADot) {
  for (int i = 0; i < kTypes; ++i) {
    const std::string name(EventName(static_cast<EventType>(i)));
    const auto dot = name.find('.');
    ASSERT_NE(dot, std::string::npos) << name;
    EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_."), std::string::npos) << name;
    EXPECT_EQ(name.find('.', dot + 1), std::string::npos) << name;
  }
}

TEST(EventNames, AnUnknownNameIsNoType) {
  EXPECT_EQ(ParseEventName(""), std::nullopt);
  EXPECT_EQ(ParseEventName("user.Created"), std::nullopt);
  EXPECT_EQ(ParseEventName("user.created "), std::nullopt);
}

// Each of these events removes rights. If one no longer invalidated cached verdicts, a revoked
// credential would still be accepted.
TEST(Invalidation, WhatTakesAwayReachesTheVerdicts) {
  for (const auto type :
       {EventType::kOrganizationUpdated, EventType::kUserUpdated, EventType::kUserPasswordChanged,
        EventType::kApplicationUpdated, EventType::kApplicationSecretReset,
        EventType::kApiKeyUpdated, EventType::kApiKeyRevoked, EventType::kSessionRefreshed,
        EventType::kSessionEnded, EventType::kSessionReuseDetected, EventType::kLoginLocked,
        EventType::kUserDeleted}) {
    EXPECT_EQ(InvalidationOf(type), Invalidation::kTarget) << EventName(type);
  }
  for (const auto type :
       {EventType::kOrganizationMembershipUpdated, EventType::kOrganizationMembershipDeleted}) {
    EXPECT_EQ(InvalidationOf(type), Invalidation::kTenant) << EventName(type);
  }
  for (const auto type : {EventType::kEnvironmentUpdated, EventType::kRoleUpdated,
                          EventType::kAccessProfileUpdated}) {
    EXPECT_EQ(InvalidationOf(type), Invalidation::kEnvironment) << EventName(type);
  }
}

}  // namespace
}  // namespace bearward::model
