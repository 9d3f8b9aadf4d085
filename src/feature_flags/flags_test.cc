// The rules of feature flags; what all described resources share is tested in resource.
#include "feature_flags/flags.h"

#include <gtest/gtest.h>

#include "testing/cast.h"

namespace bearward::feature_flags {
namespace {

using model::FeatureFlag;
using testing::Must;

class FlagsTest : public ::testing::Test {
 protected:
  FlagsTest() { MakeBeta(); }
  void MakeBeta() {
    FeatureFlag flag;
    flag.slug = flag.name = "beta";
    Must(flags_.Create(key_, flag));
  }
  template <class T>
  static std::string ReasonOf(const base::Result<T>& result) {
    return result ? "none" : result.error().reason;
  }
  std::size_t OnFor(const model::UserId& user) {
    return Must(flags_.ListForUser(key_, user.text, {})).rows.size();
  }

  testing::Cast cast_;
  Flags flags_{{*cast_.world.store, cast_.world.clock, cast_.world.entropy}};
  model::Caller key_ = cast_.As(cast_.production);
};

TEST_F(FlagsTest, ASwitchToThePresentStateWritesNothing) {
  const std::int64_t start = cast_.LastEvent();
  EXPECT_FALSE(Must(flags_.Disable(key_, "beta")).enabled);
  EXPECT_TRUE(Must(flags_.Enable(key_, "beta")).enabled);
  EXPECT_TRUE(Must(flags_.Enable(key_, "beta")).enabled);
  EXPECT_EQ(cast_.NamesAfter(start), std::vector<std::string>{"flag.updated"});
}

TEST_F(FlagsTest, AFlagIsOnForTheUsersOfATargetedOrganization) {
  Must(flags_.Enable(key_, "beta"));
  EXPECT_EQ(OnFor(cast_.bob), 0U);
  Must(flags_.AddTarget(key_, "beta", cast_.acme.text));
  EXPECT_EQ(OnFor(cast_.bob), 1U);
  EXPECT_EQ(OnFor(cast_.eve), 0U);
  Must(flags_.RemoveTarget(key_, "beta", cast_.acme.text));
  EXPECT_EQ(OnFor(cast_.bob), 0U);
}

TEST_F(FlagsTest, ASubjectOfAnotherEnvironmentIsNoTarget) {
  for (const std::string& id : {cast_.initech.text, cast_.mallory.text, std::string("x")}) {
    EXPECT_EQ(ReasonOf(flags_.AddTarget(key_, "beta", id)), "flag_target_not_found") << id;
  }
  EXPECT_EQ(ReasonOf(flags_.ListForUser(key_, cast_.mallory.text, {})), "user_not_found");
  EXPECT_EQ(ReasonOf(flags_.ListForOrganization(key_, cast_.initech.text, {})),
            "organization_not_found");
  EXPECT_EQ(ReasonOf(flags_.AddTarget(cast_.As(cast_.sandbox), "beta", cast_.initech.text)),
            "feature_flag_not_found");
  EXPECT_EQ(ReasonOf(flags_.AddTarget(cast_.As(cast_.admin), "beta", cast_.acme.text)),
            "not_the_environment");
}

// Regression: the flag was read before the write, so a target of a flag that was deleted in between
// was a storage failure.
TEST_F(FlagsTest, AFlagThatIsDeletedDuringAChangeOfItsTargetsIsNotFound) {
  for (const auto change : {&Flags::AddTarget, &Flags::RemoveTarget}) {
    int n = 1;
    for (;; ++n) {
      const testing::HookClock clock(
          cast_.world.clock, [this] { Must(flags_.Delete(key_, "beta")); }, n);
      const Flags flags({*cast_.world.store, clock, cast_.world.entropy});
      const auto changed = (flags.*change)(key_, "beta", cast_.acme.text);
      if (!clock.fired()) break;
      EXPECT_EQ(ReasonOf(changed), "feature_flag_not_found");
      MakeBeta();
    }
    EXPECT_GT(n, 1);
  }
}

}  // namespace
}  // namespace bearward::feature_flags
