#include "objects/teams.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "objects/event_data.h"
#include "testing/cast.h"

namespace bearward::objects {
namespace {

using model::AccessLevel;
using model::MemberState;
using testing::Must;

class TeamsTest : public ::testing::Test {
 protected:
  TeamsTest() {
    Put("opportunity", deal_);
    Put("account", account_);
  }
  void Put(const char* kind, const model::ObjectId& id) {
    const model::Object object{.environment = cast_.production,
                               .id = id,
                               .kind = kind,
                               .number = 7,
                               .name = id.text,
                               .owner = cast_.acme,
                               .roles = {},
                               .created_at = {},
                               .created_by = {},
                               .updated_at = {},
                               .updated_by = {}};
    Must(cast_.world.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY(store::PutObject(tx, object));
      return store::ReplaceMembers(tx, object.environment, id,
                                   {{.environment = object.environment,
                                     .object = id,
                                     .organization = object.owner,
                                     .user = {},
                                     .level = AccessLevel::kOwner}});
    }));
  }
  base::Status Set(const MemberKey& key, AccessLevel level = AccessLevel::kViewer,
                   MemberState state = MemberState::kAccepted) {
    const auto set = teams_.SetMember(key_, deal_, key, level, state);
    return set ? base::Status() : base::Fail(set.error());
  }
  static std::string ReasonOf(const base::Status& status) {
    return status ? "" : status.error().reason;
  }
  static store::ObjectMemberQuery Of(const model::ObjectId& object) {
    store::ObjectMemberQuery query;
    query.object = object;
    return query;
  }
  std::vector<model::ObjectMember> Members() { return Must(teams_.Members(key_, Of(deal_))).rows; }

  testing::FaultyCast faulty_;
  testing::Cast& cast_ = faulty_.cast;
  const model::ObjectId deal_{"WS-Project_deal"};
  const model::ObjectId account_{"WS-Account_one"};
  const model::Caller key_ = cast_.As(cast_.production);
  Teams teams_{*cast_.world.store, cast_.world.clock};
};

TEST_F(TeamsTest, AMemberIsAddedChangedAndRemovedWithOneEventEach) {
  const std::int64_t last = cast_.LastEvent();
  const MemberKey globex{cast_.globex};
  Must(Set(globex, AccessLevel::kViewer, MemberState::kInvited));
  ASSERT_EQ(Members().size(), 2U);
  Must(Set(globex, AccessLevel::kCollaborator));
  Must(Set(globex, AccessLevel::kCollaborator));
  const auto members = Members();
  const auto found = std::ranges::find(members, cast_.globex, &model::ObjectMember::organization);
  ASSERT_NE(found, members.end());
  EXPECT_EQ(found->level, AccessLevel::kCollaborator);
  EXPECT_EQ(found->state, MemberState::kAccepted);
  Must(teams_.RemoveMember(key_, deal_, globex));
  EXPECT_EQ(Members().size(), 1U);
  const auto events = cast_.EventsAfter(last);
  ASSERT_EQ(events.size(), 3U) << "an equal member is no change";
  for (const model::Event& event : events) {
    EXPECT_EQ(event.type, model::EventType::kObjectUpdated);
    EXPECT_EQ(event.target, deal_.text);
    const auto change = ReadChange(event);
    ASSERT_TRUE(change);
    ASSERT_EQ(change->members.size(), 1U);
    EXPECT_EQ(change->members.front().member.organization, cast_.globex);
  }
  EXPECT_EQ(ReasonOf(teams_.RemoveMember(key_, deal_, globex)), "member_not_found");
}

TEST_F(TeamsTest, AUserIsAMemberOnlyForAnOrganizationThatItIsIn) {
  EXPECT_EQ(ReasonOf(Set({cast_.globex, cast_.bob})), "user_not_found");
  Must(Set({cast_.acme, cast_.ann}));
  EXPECT_EQ(Members().size(), 2U);
}

TEST_F(TeamsTest, TheOwnerStays) {
  EXPECT_EQ(ReasonOf(Set({cast_.acme})), "owner_stays");
  EXPECT_EQ(ReasonOf(teams_.RemoveMember(key_, deal_, {cast_.acme})), "owner_stays");
  EXPECT_EQ(Members().size(), 1U);
}

TEST_F(TeamsTest, AnAccountIsPrivateToItsOwner) {
  const auto shared = teams_.SetMember(key_, account_, {cast_.globex}, AccessLevel::kViewer,
                                       MemberState::kAccepted);
  ASSERT_FALSE(shared);
  EXPECT_EQ(shared.error().reason, "object_is_private");
  Must(teams_.SetMember(key_, account_, {cast_.acme, cast_.ann}, AccessLevel::kViewer,
                        MemberState::kAccepted));
}

// I2
TEST_F(TeamsTest, WhatIsOfAnotherEnvironmentDoesNotExist) {
  EXPECT_EQ(ReasonOf(Set({cast_.initech})), "organization_not_found");
  const auto stranger = cast_.As(cast_.sandbox);
  for (const auto& id : {deal_, model::ObjectId{"none"}}) {
    const auto read = teams_.Read(stranger, id);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().reason, "object_not_found");
    EXPECT_EQ(ReasonOf(teams_.RemoveMember(stranger, id, {cast_.acme})), "object_not_found");
  }
  EXPECT_TRUE(Must(teams_.List(stranger, {{}, {}, "opportunity"})).rows.empty());
  EXPECT_EQ(Must(teams_.List(key_, {{}, {}, "opportunity"})).rows.size(), 1U) << "control";
}

TEST_F(TeamsTest, AMemberOfAnOrganizationIsRefused) {
  const auto admin = cast_.As(cast_.admin);
  EXPECT_EQ(teams_.Read(admin, deal_).error().reason, "not_the_environment");
  EXPECT_EQ(teams_.Members(admin, Of(deal_)).error().reason, "not_the_environment");
  EXPECT_EQ(teams_.List(admin, {{}, {}, "opportunity"}).error().reason, "not_the_environment");
  EXPECT_EQ(
      teams_.SetMember(admin, deal_, {cast_.globex}, AccessLevel::kOwner, MemberState::kAccepted)
          .error()
          .reason,
      "not_the_environment");
  EXPECT_EQ(ReasonOf(teams_.RemoveMember(admin, deal_, {cast_.globex})), "not_the_environment");
}

TEST_F(TeamsTest, AFaultAtAnyCallChangesNothing) {
  const std::int64_t last = cast_.LastEvent();
  base::Status result;
  const int faults = testing::ForEveryFault(
      *faulty_.plan, [&] { result = Set({cast_.globex}); },
      [&](int n) {
        ASSERT_FALSE(result) << n;
        EXPECT_EQ(result.error().code, base::Code::kUnavailable) << n;
        EXPECT_EQ(Members().size(), 1U) << n;
        EXPECT_EQ(cast_.LastEvent(), last) << n;
      });
  EXPECT_GE(faults, 4);
  EXPECT_TRUE(result);
  EXPECT_EQ(Members().size(), 2U);
}

}  // namespace
}  // namespace bearward::objects
