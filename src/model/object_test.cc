#include "model/object.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace bearward::model {
namespace {

TEST(EffectiveRights, WithoutGrantsAreNone) { EXPECT_EQ(EffectiveRights({}), std::nullopt); }

TEST(EffectiveRights, ACompanyAddedWithoutUsersIsAParticipant) {
  const std::vector<ObjectMember> members(1);
  EXPECT_EQ(EffectiveRights(members), RightsOf(AccessLevel::kParticipant));
}

TEST(EffectiveRights, AreTheUnionOfTheAcceptedMembers) {
  std::vector<ObjectMember> members(3);
  members[0].level = AccessLevel::kParticipant;
  members[1].level = AccessLevel::kViewer;
  members[2].level = AccessLevel::kOwner;
  members[2].state = MemberState::kInvited;
  EXPECT_EQ(EffectiveRights(members), RightsOf(AccessLevel::kViewer));
  members[2].state = MemberState::kAccepted;
  EXPECT_EQ(EffectiveRights(members), RightsOf(AccessLevel::kOwner));
}

TEST(MemberStateNames, ReadBackWhatTheyWrite) {
  for (const auto state : {MemberState::kAccepted, MemberState::kInvited, MemberState::kRequesting,
                           MemberState::kWithdrawn}) {
    EXPECT_EQ(base::ParseWord<MemberState>(base::Word(state)), state);
  }
  EXPECT_EQ(base::ParseWord<MemberState>("Accepted"), std::nullopt);
}

TEST(ClassifyField, LooksAtTheSectionOnly) {
  EXPECT_EQ(ClassifyField("financial.amount"), FieldClass::kFinancial);
  EXPECT_EQ(ClassifyField("financials.amount"), FieldClass::kFinancial);
  EXPECT_EQ(ClassifyField("funding.budget"), FieldClass::kFinancial);
  EXPECT_EQ(ClassifyField("company.crm_id"), FieldClass::kCompany);
  EXPECT_EQ(ClassifyField("summary.financial"), FieldClass::kShared);
  EXPECT_EQ(ClassifyField("companyx.crm_id"), FieldClass::kShared);
}

TEST(IsFieldName, AcceptsSectionDotField) {
  EXPECT_TRUE(IsFieldName("crm.opportunity_id2"));
  for (const char* text : {"", ".", "crm", "crm.", ".id", "crm.a.b", "Crm.id", "crm.i d",
                           "crm.id\n", "crm.\xc3\xa9"}) {
    EXPECT_FALSE(IsFieldName(text)) << text;
  }
  EXPECT_TRUE(IsFieldName("a." + std::string(126, 'b')));
  EXPECT_FALSE(IsFieldName("a." + std::string(127, 'b')));
}

}  // namespace
}  // namespace bearward::model
