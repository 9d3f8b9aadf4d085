#include "token/rotation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace bearward::token {
namespace {

using std::chrono::days;
using std::chrono::hours;

const base::Time kNow = base::FromMillis(1'935'817'689'123);
const KeySchedule kSchedule{.signs = hours(24 * 90), .ahead = hours(24 * 7)};

model::Environment EnvironmentOf(std::string id) {
  model::Environment environment;
  environment.id = {std::move(id)};
  return environment;
}

store::SigningKeyRow RowOf(const MissingKey& missing) {
  return {.environment = missing.environment,
          .kid = "kid",
          .profile = std::string(missing.profile->name),
          .algorithm = std::string(base::Word(missing.profile->algorithm)),
          .sealed = {},
          .certificate = {},
          .created_at = missing.active_from,
          .active_from = missing.active_from,
          .retire_at = missing.retire_at,
          .forget_at = missing.forget_at};
}

class Rotation : public ::testing::Test {
 protected:
  RotationPlan Plan(base::Time now) const {
    return PlanRotation({environments_, rows_}, profiles_, kSchedule, now);
  }
  void Carry(const RotationPlan& plan) {
    for (const MissingKey& missing : plan.missing) rows_.push_back(RowOf(missing));
  }
  // Returns the keys of one profile only, to keep the tests short.
  static std::vector<MissingKey> Of(const RotationPlan& plan, std::string_view profile) {
    std::vector<MissingKey> keys;
    for (const MissingKey& key : plan.missing) {
      if (key.profile->name == profile) keys.push_back(key);
    }
    return keys;
  }

  Profiles profiles_;
  std::vector<model::Environment> environments_ = {EnvironmentOf("env_a")};
  std::vector<store::SigningKeyRow> rows_;
};

TEST_F(Rotation, EveryEnvironmentGetsAKeyForEachJwtProfile) {
  environments_.push_back(EnvironmentOf("env_b"));
  const RotationPlan plan = Plan(kNow);
  const auto jwt = std::ranges::count_if(profiles_.rows(), [](const Profile& profile) {
    return profile.format == Format::kJwt && KeysOf(profile) == profile.name;
  });
  EXPECT_EQ(plan.missing.size(), static_cast<std::size_t>(2 * jwt));
  EXPECT_TRUE(Of(plan, kTeleTracker).empty());
  EXPECT_TRUE(Of(plan, kWorkOsWidget).empty()) << "it shares the keys of workos.client";
  for (const MissingKey& key : plan.missing) {
    EXPECT_EQ(key.active_from, kNow);
    EXPECT_EQ(key.retire_at, kNow + days(90));
    EXPECT_EQ(key.forget_at,
              key.retire_at + profiles_.LongestLifetime(key.profile->name) + hours(1));
  }
}

TEST_F(Rotation, AnRsaKeyThatIsMadeAtUseIsMissingOnlyBesideAnotherOne) {
  const KeySchedule at_use{.first = FirstKey::kAtUse};
  const auto plan = [&](base::Time now) {
    return PlanRotation({environments_, rows_}, profiles_, at_use, now);
  };
  EXPECT_TRUE(Of(plan(kNow), kWorkOsClient).empty());
  EXPECT_EQ(Of(plan(kNow), kOauthJwt).size(), 1U);
  Carry(Plan(kNow));
  EXPECT_EQ(Of(plan(kNow + days(89)), kWorkOsClient).size(), 1U) << "its successor is due";
}

TEST_F(Rotation, NothingIsMissingUntilTheSuccessorIsDue) {
  Carry(Plan(kNow));
  EXPECT_TRUE(Plan(kNow).empty());
  EXPECT_TRUE(Plan(kNow + days(83) - std::chrono::milliseconds(1)).empty());
  EXPECT_FALSE(Plan(kNow + days(83)).empty());
}

TEST_F(Rotation, SuccessorBeginsWhereTheKeyEnds) {
  Carry(Plan(kNow));
  const auto next = Of(Plan(kNow + days(84)), kWorkOsClient);
  ASSERT_EQ(next.size(), 1U);
  EXPECT_EQ(next.front().active_from, kNow + days(90));
  EXPECT_EQ(next.front().retire_at, kNow + days(180));
}

TEST_F(Rotation, AfterALongPauseAKeySignsAtOnce) {
  Carry(Plan(kNow));
  const base::Time later = kNow + days(1000);
  const auto keys = Of(Plan(later), kWorkOsClient);
  ASSERT_EQ(keys.size(), 1U);
  EXPECT_EQ(keys.front().active_from, later);
}

// No verifier would know a new key; the key that starts later is already published.
TEST_F(Rotation, AClockThatWasSetBackMakesNoKey) {
  Carry(Plan(kNow));
  EXPECT_TRUE(Plan(kNow - std::chrono::seconds(90)).empty());
  EXPECT_TRUE(Plan(kNow - days(400)).empty());
}

TEST_F(Rotation, AGapBeforeAKeyThatWasMadeEarlierIsFilled) {
  Carry(Plan(kNow));
  for (store::SigningKeyRow& row : rows_) row.created_at = kNow - days(3);
  const auto keys = Of(Plan(kNow - days(2)), kWorkMobile);
  ASSERT_EQ(keys.size(), 1U);
  EXPECT_EQ(keys.front().active_from, kNow - days(2));
  EXPECT_EQ(keys.front().retire_at, kNow);
}

TEST_F(Rotation, KeyExpiresTogetherWithItsLastToken) {
  Carry(Plan(kNow));
  // Keys whose tokens have the shortest lifetime are deleted first. Those of workos.client also
  // verify widget tokens.
  for (const auto& [profile, lifetime] : {std::pair(kGatewayIdentity, std::chrono::seconds(60)),
                                          std::pair(kWorkOsClient, std::chrono::seconds(3600))}) {
    const base::Time forget_at = kNow + days(90) + lifetime + hours(1);
    const auto over = [&](base::Time now) {
      return std::ranges::count(Plan(now).over, profile, &store::SigningKeyRow::profile);
    };
    EXPECT_EQ(over(forget_at - std::chrono::milliseconds(1)), 0) << profile;
    EXPECT_EQ(over(forget_at), 1) << profile;
  }
}

TEST_F(Rotation, RaisedLifetimeKeepsTheKeyLonger) {
  Carry(Plan(kNow));
  const std::vector<Lifetime> raised = {{kWorkMobile, std::chrono::seconds(days(30)), {}}};
  profiles_ = Profiles(raised);
  const RotationPlan plan = Plan(kNow + days(1));
  ASSERT_EQ(plan.longer.size(), 1U);
  EXPECT_EQ(plan.longer.front().profile, kWorkMobile);
  EXPECT_EQ(plan.longer.front().forget_at,
            plan.longer.front().retire_at + days(30) + std::chrono::seconds(60) + hours(1));
}

TEST_F(Rotation, LoweredLifetimeShortensNoKey) {
  Carry(Plan(kNow));
  const std::vector<Lifetime> lowered = {{kWorkMobile, std::chrono::seconds(1), {}}};
  profiles_ = Profiles(lowered);
  EXPECT_TRUE(Plan(kNow).longer.empty());
}

TEST_F(Rotation, KeyOfAnotherAlgorithmDoesNotCount) {
  Carry(Plan(kNow));
  for (store::SigningKeyRow& row : rows_) {
    if (row.profile == kWorkOsClient) row.algorithm = "ES256";
  }
  EXPECT_EQ(Of(Plan(kNow), kWorkOsClient).size(), 1U);
}

TEST_F(Rotation, RowsOfUnknownProfilesAreLeftAlone) {
  Carry(Plan(kNow));
  rows_.push_back(rows_.front());
  rows_.back().profile = "of.tomorrow";
  EXPECT_TRUE(Plan(kNow).empty());
}

}  // namespace
}  // namespace bearward::token
