// The evaluation rule of contracts, WorkSpan section 4, steps 3 to 7, tested with one operation of
// each of its three classes. Steps 1 and 2 are tested with the verifier.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "objects/objects.h"
#include "store/applications.h"
#include "store/objects.h"
#include "testing/cast.h"

namespace bearward::objects {
namespace {

using ::testing::ElementsAre;
using testing::Must;
using enum model::AccessLevel;
using enum model::MemberState;
using enum model::Operation;

constexpr std::string_view kOpportunity = "WS-Project_abc";

enum class Company { kOurs, kTheirs };

struct Member {
  Company company = Company::kOurs;
  std::string user = {};  // empty: the whole company
  model::AccessLevel level = kOwner;
  model::MemberState state = kAccepted;
};

struct Row {
  std::string name;
  std::vector<std::string> grants;
  std::vector<Member> members;
  model::Operation operation = kRead;
  std::string refusal;  // reason; empty: allowed
};

const std::vector<std::string> kAll = {"*:read", "*:write", "*:link"};

std::vector<Row> Rows() {
  const Member ours{};
  const Member theirs{.company = Company::kTheirs};
  return {
      {"Step3ProfileWithReadReads", {"*:read"}, {ours}, kRead, ""},
      {"Step3ProfileWithReadDoesNotWrite", {"*:read"}, {ours}, kWrite, "profile_lacks_operation"},
      {"Step3ProfileWithReadDoesNotLink", {"*:read"}, {ours}, kLink, "profile_lacks_operation"},
      {"Step3ProfileWithLinkDoesNotWrite", {"*:link"}, {ours}, kWrite, "profile_lacks_operation"},
      {"Step3ProfileWithLinkDoesNotRead", {"*:link"}, {ours}, kRead, "profile_lacks_operation"},
      {"Step3ProfileWithoutGrantsDoesNothing", {}, {ours}, kRead, "profile_lacks_operation"},
      {"Step3ProfileOfTheKindIsEnough", {"opportunity:link"}, {ours}, kLink, ""},
      {"Step3ProfileOfAnotherKindIsNot", {"account:read"}, {ours}, kRead, "profile_lacks_kind"},
      {"Step3ComesBeforeStep4", {"*:read"}, {theirs}, kLink, "profile_lacks_operation"},

      {"Step4StrangersFindNothing", kAll, {theirs}, kRead, "object_not_found"},
      {"Step4NoMembersAtAll", kAll, {}, kRead, "object_not_found"},
      {"Step4InvitedIsNoMember", kAll, {{.state = kInvited}}, kRead, "object_not_found"},
      {"Step4RequestingIsNoMember", kAll, {{.state = kRequesting}}, kRead, "object_not_found"},
      {"Step4WithdrawnIsNoMember", kAll, {{.state = kWithdrawn}}, kLink, "object_not_found"},
      {"Step4ComesBeforeTheKind", {"account:read"}, {theirs}, kRead, "object_not_found"},

      {"Step5OneUserIsEnough", kAll, {{.user = "user_1", .level = kCollaborator}}, kLink, ""},
      {"Step5RightsAddUp",
       kAll,
       {{.user = "user_1", .level = kViewer}, {.user = "user_2", .level = kCollaborator}},
       kWrite,
       ""},
      {"Step5OnlyAcceptedUsersCount",
       kAll,
       {{.user = "user_1", .level = kViewer},
        {.user = "user_2", .level = kOwner, .state = kWithdrawn}},
       kWrite,
       "level_too_low"},
      {"Step5RightsOfOtherCompaniesDoNotCount",
       kAll,
       {{.level = kViewer}, theirs},
       kLink,
       "level_too_low"},

      {"Step6OwnerWrites", kAll, {{.level = kOwner}}, kWrite, ""},
      {"Step6CollaboratorWrites", kAll, {{.level = kCollaborator}}, kWrite, ""},
      {"Step6ParticipantReads", kAll, {{.level = kParticipant}}, kRead, ""},
      {"Step6ParticipantDoesNotWrite", kAll, {{.level = kParticipant}}, kWrite, "level_too_low"},
      {"Step6ParticipantDoesNotLink", kAll, {{.level = kParticipant}}, kLink, "level_too_low"},
      {"Step6ViewerReads", kAll, {{.level = kViewer}}, kRead, ""},
      {"Step6ViewerDoesNotWrite", kAll, {{.level = kViewer}}, kWrite, "level_too_low"},
      {"Step6ViewerDoesNotLink", kAll, {{.level = kViewer}}, kLink, "level_too_low"},
      {"Step6ParticipantAndViewerDoNotWrite",
       kAll,
       {{.user = "user_1", .level = kViewer}, {.user = "user_2", .level = kParticipant}},
       kWrite,
       "level_too_low"},
      {"Step6LevelDoesNotWidenTheProfile",
       {"*:read"},
       {{.level = kOwner}},
       kWrite,
       "profile_lacks_operation"},
  };
}

template <class T>
base::Status Drop(const base::Result<T>& result) {
  if (!result) return base::Fail(result.error());
  return {};
}

class EvaluationTest : public ::testing::Test {
 protected:
  void SetProfile(const std::vector<std::string>& grants) {
    model::AccessProfile profile{.name = "ObjectRead", .grants = {}};
    for (const std::string& grant : grants) {
      profile.grants.push_back(Must(model::ParseGrant(grant)));
    }
    Must(world_.store->Write([&](store::WriteTx& tx) {
      return store::PutAccessProfile(tx, cast_.production, profile);
    }));
  }
  void SetMembers(const std::vector<Member>& members) {
    std::vector<model::ObjectMember> rows;
    for (const Member& member : members) {
      rows.push_back({.environment = cast_.production,
                      .object = object_,
                      .organization = member.company == Company::kOurs ? cast_.acme : cast_.globex,
                      .user = {},
                      .level = member.level,
                      .state = member.state});
      if (!member.user.empty()) rows.back().user = model::UserId{member.user};
    }
    const model::Object object{.environment = cast_.production,
                               .id = object_,
                               .kind = "opportunity",
                               .number = 1,
                               .name = "Big deal",
                               .owner = cast_.globex,
                               .roles = {},
                               .created_at = {},
                               .created_by = {},
                               .updated_at = {},
                               .updated_by = {}};
    Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY(store::PutObject(tx, object));
      return store::ReplaceMembers(tx, cast_.production, object_, rows);
    }));
  }
  base::Status Do(const model::Caller& caller, model::Operation operation,
                  const model::ObjectId& object) {
    switch (operation) {
      case kRead:
        return Drop(objects_.Links(caller, object));
      case kLink:
        return Drop(objects_.Link(caller, object, "", "crm-7"));
      case kWrite:
        return objects_.ReportStatus(
            caller, object,
            {"partner_center.integration_status", "LINKED", "done", "WS-Integration_1", "crm-7"});
    }
    return {};
  }
  void PutLink(const std::string& field, const model::OrganizationId& organization) {
    const model::ExternalId link{cast_.production, object_, field, "x", organization};
    Must(world_.store->Write([&](store::WriteTx& tx) { return store::PutExternalId(tx, link); }));
  }
  std::vector<std::string> ReadFields(const model::Caller& caller) {
    std::vector<std::string> names;
    for (const model::ExternalId& link : Must(objects_.Links(caller, object_))) {
      names.push_back(link.field_name);
    }
    return names;
  }

  testing::Cast cast_;
  testing::TestServer& world_ = cast_.world;
  Objects objects_{{*world_.store, world_.clock}};
  model::ObjectId object_{std::string(kOpportunity)};
};

class EvaluationRule : public EvaluationTest, public ::testing::WithParamInterface<Row> {};

std::string RowName(const ::testing::TestParamInfo<Row>& row) { return row.param.name; }
INSTANTIATE_TEST_SUITE_P(Rows, EvaluationRule, ::testing::ValuesIn(Rows()), RowName);

TEST_P(EvaluationRule, Holds) {
  const Row& row = GetParam();
  SetProfile(row.grants);
  SetMembers(row.members);
  const model::Caller exporter = cast_.As(cast_.exporter);
  const std::int64_t before = cast_.LastEvent();
  const base::Status status = Do(exporter, row.operation, object_);
  EXPECT_EQ(status ? "" : status.error().reason, row.refusal);
  std::vector<std::string> events;
  if (row.refusal.empty() && row.operation == kLink) events = {"object.linked"};
  if (row.refusal.empty() && row.operation == kWrite) events = {"object.audited", "object.updated"};
  EXPECT_EQ(cast_.NamesAfter(before), events);
}

// Incident class I2: in status, reason and text.
TEST_F(EvaluationTest, ForeignAndMissingObjectsAnswerAlike) {
  SetProfile(kAll);
  SetMembers({{.company = Company::kTheirs}});
  const model::Caller exporter = cast_.As(cast_.exporter);
  for (const model::Operation operation : {kRead, kLink, kWrite}) {
    const auto foreign = Do(exporter, operation, object_);
    const auto missing = Do(exporter, operation, {"WS-Project_missing"});
    ASSERT_FALSE(foreign);
    ASSERT_FALSE(missing);
    EXPECT_EQ(foreign.error().code, base::Code::kNotFound);
    EXPECT_EQ(missing.error().code, foreign.error().code);
    EXPECT_EQ(missing.error().reason, foreign.error().reason);
    EXPECT_EQ(missing.error().public_text, foreign.error().public_text);
    EXPECT_EQ(missing.error().fields, foreign.error().fields);
  }
}

TEST_F(EvaluationTest, ProfileWithoutTheOperationDoesNotTellWhatExists) {
  SetProfile({"*:read"});
  SetMembers({{}});
  const model::Caller exporter = cast_.As(cast_.exporter);
  EXPECT_EQ(Do(exporter, kLink, object_).error().reason, "profile_lacks_operation");
  EXPECT_EQ(Do(exporter, kLink, {"WS-Project_missing"}).error().reason, "profile_lacks_operation");
}

TEST_F(EvaluationTest, ObjectOfAnotherEnvironmentIsNotFound) {
  SetProfile(kAll);
  SetMembers({{}});
  Must(world_.store->Write([&](store::WriteTx& tx) {
    return store::PutAccessProfile(tx, cast_.sandbox,
                                   {"ObjectRead", {{"*", kRead}, {"*", kWrite}, {"*", kLink}}});
  }));
  const model::Caller stranger = cast_.As(cast_.stranger);
  for (const model::Operation operation : {kRead, kLink, kWrite}) {
    EXPECT_EQ(Do(stranger, operation, object_).error().reason, "object_not_found");
  }
}

TEST_F(EvaluationTest, ProfileThatDoesNotExistGrantsNothing) {
  SetMembers({{}});
  const auto application = world_.AddApplication(cast_.production, {cast_.acme, "loose", "Gone"});
  Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto row, store::FindApplication(tx, cast_.production, application));
    row.value().access_profile = "Never made";
    return store::UpdateApplication(tx, *row);
  }));
  const model::Caller loose = cast_.As(application);
  EXPECT_EQ(Do(loose, kRead, object_).error().reason, "profile_lacks_operation");
}

TEST_F(EvaluationTest, OnlyApplicationsCan) {
  SetProfile(kAll);
  SetMembers({{}});
  for (const model::Caller& caller : {cast_.As(cast_.admin), cast_.As(cast_.production)}) {
    for (const model::Operation operation : {kRead, kLink, kWrite}) {
      const auto status = Do(caller, operation, object_);
      ASSERT_FALSE(status);
      EXPECT_EQ(status.error().code, base::Code::kDenied);
      EXPECT_EQ(status.error().reason, "not_an_application");
    }
  }
}

TEST_F(EvaluationTest, Step6ParticipantDoesNotSeeFinancialFields) {
  SetProfile(kAll);
  SetMembers({{.level = kParticipant}});
  PutLink("financials.invoice_id", cast_.acme);
  PutLink("sales_details.crm_opportunity_id", cast_.acme);
  EXPECT_THAT(ReadFields(cast_.As(cast_.exporter)),
              ElementsAre("sales_details.crm_opportunity_id"));
  SetMembers({{.level = kViewer}});
  PutLink("financials.invoice_id", cast_.acme);
  EXPECT_THAT(ReadFields(cast_.As(cast_.exporter)), ::testing::Contains("financials.invoice_id"));
}

TEST_F(EvaluationTest, Step7CompanyFieldsOfOthersAreLeftOut) {
  SetProfile(kAll);
  SetMembers({{}, {.company = Company::kTheirs}});
  PutLink("company.cost_centre", cast_.globex);
  PutLink("sales_details.partner", cast_.globex);
  EXPECT_THAT(ReadFields(cast_.As(cast_.exporter)), ElementsAre("sales_details.partner"));
  EXPECT_THAT(ReadFields(cast_.As(cast_.collector)),
              ElementsAre("company.cost_centre", "sales_details.partner"));
}

}  // namespace
}  // namespace bearward::objects
