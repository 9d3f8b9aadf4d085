// The rules of groups. The common behavior of described resources is tested in
// resource/verbs_test.cc.
#include "access/groups.h"

#include <gtest/gtest.h>

#include "store/memberships.h"
#include "testing/cast.h"

namespace bearward::access {
namespace {

using model::Group;
using testing::Must;

class GroupsTest : public ::testing::Test {
 protected:
  GroupsTest() { MakeCrew(); }
  void MakeCrew() {
    Group group;
    group.organization = cast_.acme;
    group.name = "Crew";
    crew_ = Must(groups_.Create(key_, group)).id;
  }
  std::string MembershipOf(const model::UserId& user, const model::OrganizationId& organization) {
    return Must(cast_.world.store->Read([&](store::ReadTx& tx) {
             return store::FindMembership(tx, cast_.production, user, organization);
           }))
        ->id.text;
  }
  template <class T>
  static std::string ReasonOf(const base::Result<T>& result) {
    return result ? "none" : result.error().reason;
  }
  std::size_t GroupsOf(const std::string& membership) {
    return Must(groups_.ListWith(key_, membership, {})).rows.size();
  }

  testing::Cast cast_;
  Groups groups_{{*cast_.world.store, cast_.world.clock, cast_.world.entropy}};
  model::Caller key_ = cast_.As(cast_.production);
  std::string crew_;
  std::string bob_ = MembershipOf(cast_.bob, cast_.acme);
};

TEST_F(GroupsTest, AMemberIsAddedOnceAndRemovedOnce) {
  const std::int64_t start = cast_.LastEvent();
  Must(groups_.AddMember(key_, crew_, bob_));
  Must(groups_.AddMember(key_, crew_, bob_));
  EXPECT_EQ(GroupsOf(bob_), 1U);
  Must(groups_.RemoveMember(key_, crew_, bob_));
  EXPECT_EQ(ReasonOf(groups_.RemoveMember(key_, crew_, bob_)), "organization_membership_not_found");
  EXPECT_EQ(GroupsOf(bob_), 0U);
  EXPECT_EQ(cast_.NamesAfter(start),
            (std::vector<std::string>{"group.member_added", "group.member_removed"}));
}

TEST_F(GroupsTest, AMembershipOfAnotherOrganizationIsUnknown) {
  const std::string eve = MembershipOf(cast_.eve, cast_.globex);
  for (const std::string& membership : {eve, std::string("om_unknown")}) {
    const auto refused = groups_.AddMember(key_, crew_, membership);
    EXPECT_EQ(ReasonOf(refused), "organization_membership_not_found");
    EXPECT_EQ(refused.error().fields, std::vector<std::string>{membership});
  }
  EXPECT_EQ(GroupsOf(eve), 0U);
  EXPECT_EQ(ReasonOf(groups_.ListWith(key_, "om_unknown", {})),
            "organization_membership_not_found");
}

TEST_F(GroupsTest, AForeignCallerCannotChangeTheMembers) {
  const model::Caller sandbox = cast_.As(cast_.sandbox);
  EXPECT_EQ(ReasonOf(groups_.AddMember(sandbox, crew_, bob_)), "group_not_found");
  EXPECT_EQ(ReasonOf(groups_.AddMember(cast_.As(cast_.bob), crew_, bob_)), "missing_permission");
  EXPECT_EQ(ReasonOf(groups_.MembersIn(sandbox, crew_)), "group_not_found");
  Must(groups_.AddMember(key_, crew_, bob_));
}

TEST_F(GroupsTest, ADeletedGroupHasNoMembers) {
  Must(groups_.AddMember(key_, crew_, bob_));
  Must(groups_.Delete(key_, crew_));
  EXPECT_EQ(GroupsOf(bob_), 0U);
}

// Regression: the group was read before the write, so a change of the members of a group that was
// deleted in between was a storage failure.
TEST_F(GroupsTest, AGroupThatIsDeletedDuringAChangeIsNotFound) {
  for (const auto change : {&Groups::AddMember, &Groups::RemoveMember}) {
    int n = 1;
    for (;; ++n) {
      const testing::HookClock clock(
          cast_.world.clock, [this] { Must(groups_.Delete(key_, crew_)); }, n);
      const Groups groups({*cast_.world.store, clock, cast_.world.entropy});
      const auto changed = (groups.*change)(key_, crew_, bob_);
      if (!clock.fired()) break;
      EXPECT_EQ(ReasonOf(changed), "group_not_found");
      MakeCrew();
    }
    EXPECT_GT(n, 1);
  }
}

}  // namespace
}  // namespace bearward::access
