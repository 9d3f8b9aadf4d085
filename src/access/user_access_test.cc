// Access checks of users. The verifier is the reference: whatever the users, roles and permissions
// are, a check says what the verifier decides about a session of the user.
#include "access/user_access.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "store/memberships.h"
#include "store/table.h"
#include "testing/cast.h"

namespace bearward::access {
namespace {

using testing::Must;
using Slugs = std::vector<std::string>;

// Chance makes the random choices of a test; its seed is in the messages of the test.
class Chance {
 public:
  explicit Chance(unsigned seed) : random_(seed) {}

  bool OneIn(int count) { return Below(count) == 0; }
  int Below(int count) { return std::uniform_int_distribution(0, count - 1)(random_); }
  // SomeOf returns each text with a probability of one in three.
  Slugs SomeOf(const Slugs& texts) {
    Slugs some;
    for (const std::string& text : texts) {
      if (OneIn(3)) some.push_back(text);
    }
    return some;
  }

 private:
  std::mt19937 random_;
};

class UserAccessTest : public ::testing::Test {
 protected:
  base::Result<AccessAnswer> Try(const model::Caller& caller, const AccessQuestion& question) {
    return access_.Check(caller, question);
  }
  AccessAnswer Check(const model::UserId& user, const model::OrganizationId& organization,
                     const Slugs& permissions) {
    return Must(Try(key_, {user, organization, permissions}));
  }
  // PutRoles replaces the roles of a user in an organization, of which it becomes an active or an
  // inactive member.
  void PutRoles(const model::UserId& user, const model::OrganizationId& organization, Slugs roles,
                bool active = true) {
    Must(cast_.world.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(auto membership,
                    store::FindMembership(tx, cast_.production, user, organization));
      membership.value().roles = std::move(roles);
      membership->status =
          active ? model::MembershipStatus::kActive : model::MembershipStatus::kInactive;
      BW_TRY(store::Table(model::kMembership).Update(tx, &*membership));
      return cast_.world.Announce(tx, model::EventType::kUserUpdated, cast_.production, user.text);
    }));
  }
  void PutRole(const std::string& slug, Slugs permissions) {
    cast_.world.AddRole(cast_.production, slug, std::move(permissions));
    Must(cast_.world.store->Write([&](store::WriteTx& tx) {
      return cast_.world.Announce(tx, model::EventType::kRoleUpdated, cast_.production, slug);
    }));
  }
  static std::string ReasonOf(const base::Result<AccessAnswer>& answer) {
    return answer ? "none" : answer.error().reason;
  }

  testing::FaultyCast faulty_;
  testing::Cast& cast_ = faulty_.cast;
  UserAccess access_{*cast_.world.store};
  const model::Caller key_ = cast_.As(cast_.production);
};

TEST_F(UserAccessTest, TheAnswerNamesTheRolesThatHoldEachPermissionAndWhatIsMissing) {
  PutRole("reader", {"forms:read", "calls:read"});
  PutRole("writer", {"forms:read", "forms:write"});
  PutRoles(cast_.bob, cast_.acme, {"reader", "writer"});
  const AccessAnswer answer =
      Check(cast_.bob, cast_.acme, {"forms:read", "forms:write", "forms:delete"});
  EXPECT_FALSE(answer.allowed());
  EXPECT_EQ(answer.reason, "missing_permission");
  EXPECT_EQ(answer.roles, (Slugs{"reader", "writer"}));
  ASSERT_EQ(answer.permissions.size(), 3U);
  EXPECT_TRUE(answer.permissions[0].allowed);
  EXPECT_EQ(answer.permissions[0].roles, (Slugs{"reader", "writer"}));
  EXPECT_EQ(answer.permissions[1].roles, Slugs{"writer"});
  EXPECT_FALSE(answer.permissions[2].allowed);
  EXPECT_EQ(answer.permissions[2].roles, Slugs{});
  EXPECT_TRUE(Check(cast_.bob, cast_.acme, {"forms:read", "forms:write"}).allowed());
}

TEST_F(UserAccessTest, ARoleWithAStarHoldsEveryPermission) {
  PutRole("everything", {"*"});
  PutRoles(cast_.bob, cast_.acme, {"everything"});
  const AccessAnswer answer = Check(cast_.bob, cast_.acme, {"forms:read"});
  EXPECT_TRUE(answer.allowed());
  EXPECT_EQ(answer.permissions.at(0).roles, Slugs{"everything"});
}

TEST_F(UserAccessTest, AUserWithoutActiveMembershipIsAllowedNothing) {
  const AccessAnswer stranger = Check(cast_.bob, cast_.globex, {"forms:read"});
  EXPECT_EQ(stranger.reason, "membership_missing");
  EXPECT_FALSE(stranger.permissions.at(0).allowed);
  EXPECT_EQ(stranger.roles, Slugs{});
  cast_.SetUserActive(cast_.bob, false);
  EXPECT_EQ(Check(cast_.bob, cast_.acme, {"forms:read"}).reason, "user_inactive");
  cast_.SetOrganizationEnabled(cast_.acme, false);
  EXPECT_EQ(Check(cast_.ann, cast_.acme, {"forms:read"}).reason, "organization_disabled");
}

TEST_F(UserAccessTest, OnlyTheEnvironmentAsksAndOnlyAboutItsOwn) {
  const AccessQuestion question{cast_.ann, cast_.acme, {"forms:read"}};
  EXPECT_EQ(ReasonOf(Try(cast_.As(cast_.admin), question)), "not_the_environment");
  const model::Caller other = cast_.As(cast_.sandbox);
  EXPECT_EQ(ReasonOf(Try(other, question)), "user_not_found");
  EXPECT_EQ(ReasonOf(Try(key_, {cast_.mallory, cast_.acme, {"forms:read"}})), "user_not_found");
  EXPECT_EQ(ReasonOf(Try(key_, {cast_.ann, cast_.initech, {"forms:read"}})),
            "organization_not_found");
  EXPECT_EQ(ReasonOf(Try(other, {cast_.mallory, cast_.initech, {"forms:read"}})), "none");
}

TEST_F(UserAccessTest, AQuestionAsksForOneToAHundredPermissions) {
  EXPECT_EQ(ReasonOf(Try(key_, {cast_.ann, cast_.acme, {}})), "missing_field");
  EXPECT_EQ(ReasonOf(Try(key_, {cast_.ann, cast_.acme, {"forms:read", ""}})), "missing_field");
  const Slugs most(kMostAskedPermissions, "forms:read");
  EXPECT_EQ(ReasonOf(Try(key_, {cast_.ann, cast_.acme, most})), "none");
  const Slugs more(kMostAskedPermissions + 1, "forms:read");
  EXPECT_EQ(ReasonOf(Try(key_, {cast_.ann, cast_.acme, more})), "too_many_permissions");
}

// Incident class F6: without an answer of the store there is no verdict.
TEST_F(UserAccessTest, AFailureOfTheStoreIsNoAnswer) {
  int call = 0;
  while (true) {
    faulty_.plan->FailCall(++call);
    const auto answer = Try(key_, {cast_.ann, cast_.acme, {"forms:read"}});
    const bool fired = faulty_.plan->fired();
    faulty_.plan->Heal();
    if (!fired) break;
    ASSERT_FALSE(answer) << "call " << call;
    EXPECT_EQ(answer.error().code, base::Code::kUnavailable);
  }
  EXPECT_GT(call, 5);
}

// Incident class D3: a second implementation of the rule would disagree sooner or later.
TEST_F(UserAccessTest, ACheckAgreesWithTheVerifierForEveryUserRoleAndPermission) {
  const unsigned seed = 20'310'506;
  Chance chance(seed);
  const Slugs permissions = {"forms:read", "forms:write", "forms", "calls:read", "jobs:*"};
  const Slugs roles = {"r1", "r2", "r3", "r4", "unknown"};
  const std::vector<std::pair<model::UserId, model::OrganizationId>> members = {
      {cast_.ann, cast_.acme}, {cast_.ann, cast_.globex}, {cast_.bob, cast_.acme}};
  std::vector<token::Issued> tokens;
  for (const auto& [user, organization] : members) {
    tokens.push_back(cast_.world.SignIn(cast_.production, user, organization, token::kTeleTracker));
  }
  int allowed = 0;
  int refused = 0;
  for (int round = 0; round < 150; ++round) {
    for (std::size_t at = 0; at + 1 < roles.size(); ++at) {
      Slugs granted = chance.SomeOf(permissions);
      if (chance.OneIn(12)) granted.emplace_back("*");
      PutRole(roles[at], std::move(granted));
    }
    for (const auto& [user, organization] : members) {
      PutRoles(user, organization, chance.SomeOf(roles), !chance.OneIn(10));
    }
    cast_.SetUserActive(cast_.ann, !chance.OneIn(10));
    cast_.SetOrganizationEnabled(cast_.acme, !chance.OneIn(10));
    for (std::size_t at = 0; at < members.size(); ++at) {
      Slugs asked = chance.SomeOf(permissions);
      if (asked.empty()) asked.emplace_back("forms:read");
      const AccessAnswer answer = Check(members[at].first, members[at].second, asked);
      const std::vector<std::string_view> texts(asked.begin(), asked.end());
      const model::Need need = model::Need::Of(texts);
      const verify::Decision decision = cast_.world.verifier.Verify(
          testing::BearerOf(tokens[at].access.Reveal()), {need}, "192.0.2.1");
      ASSERT_EQ(answer.allowed(), decision.allowed())
          << "seed " << seed << ", round " << round << ": " << answer.reason.value_or("allowed")
          << " and " << decision.error().reason;
      if (!answer.allowed()) {
        EXPECT_EQ(*answer.reason, decision.error().reason);
      }
      for (const AskedPermission& one : answer.permissions) {
        EXPECT_EQ(one.allowed, !one.roles.empty()) << one.permission;
      }
      ++(answer.allowed() ? allowed : refused);
    }
  }
  EXPECT_GT(allowed, 50) << "the choices are one-sided";
  EXPECT_GT(refused, 50) << "the choices are one-sided";
}

}  // namespace
}  // namespace bearward::access
