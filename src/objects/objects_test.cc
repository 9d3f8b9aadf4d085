#include "objects/objects.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "store/applications.h"
#include "store/objects.h"
#include "testing/cast.h"

namespace bearward::objects {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Must;

model::Object MakeObject(const testing::Cast& cast, std::string kind, std::int64_t number) {
  const std::string id = "obj_" + kind + std::to_string(number);
  return {.environment = cast.production,
          .id = {id},
          .kind = std::move(kind),
          .number = number,
          .name = id,
          .owner = cast.acme,
          .roles = {},
          .created_at = {},
          .created_by = {},
          .updated_at = {},
          .updated_by = {}};
}

// Put stores an object whose owner is a member at that level, as provisioning does.
model::ObjectId Put(testing::Cast& cast, const model::Object& object,
                    std::vector<model::ObjectMember> members = {}) {
  members.push_back({.environment = object.environment,
                     .object = object.id,
                     .organization = object.owner,
                     .user = {},
                     .level = model::AccessLevel::kOwner});
  Must(cast.world.store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY(store::PutObject(tx, object));
    return store::ReplaceMembers(tx, object.environment, object.id, members);
  }));
  return object.id;
}

void AllowAll(testing::Cast& cast) {
  using enum model::Operation;
  const model::AccessProfile profile{"ObjectRead", {{"*", kRead}, {"*", kWrite}, {"*", kLink}}};
  Must(cast.world.store->Write(
      [&](store::WriteTx& tx) { return store::PutAccessProfile(tx, cast.production, profile); }));
}

class VisibleTest : public ::testing::Test {
 protected:
  model::ObjectMember Share(std::int64_t number, std::optional<model::UserId> user,
                            model::MemberState state = model::MemberState::kAccepted) {
    return {.environment = cast_.production,
            .object = MakeObject(cast_, "form", number).id,
            .organization = cast_.globex,
            .user = std::move(user),
            .level = model::AccessLevel::kViewer,
            .state = state};
  }
  std::vector<std::int64_t> List(const model::Caller& caller) {
    std::vector<std::int64_t> numbers;
    for (const Row& row : Must(objects_.ListVisible(caller, "form"))) {
      numbers.push_back(row.object.number);
    }
    return numbers;
  }
  bool Reads(const model::Caller& caller, std::int64_t number, std::string_view kind = "form") {
    const auto object = objects_.ReadVisible(caller, kind, number);
    if (object) return object->object.number == number;
    EXPECT_EQ(object.error().code, base::Code::kNotFound);
    EXPECT_EQ(object.error().reason, "object_not_found");
    EXPECT_EQ(object.error().public_text, "No such object.");
    return false;
  }

  testing::Cast cast_;
  Objects objects_{{*cast_.world.store, cast_.world.clock}};
};

TEST_F(VisibleTest, ObjectWithoutRolesIsVisibleToItsWholeCompany) {
  Put(cast_, MakeObject(cast_, "form", 1));
  Put(cast_, MakeObject(cast_, "opportunity", 2));
  EXPECT_THAT(List(cast_.As(cast_.ann)), ElementsAre(1));
  EXPECT_THAT(List(cast_.As(cast_.bob)), ElementsAre(1));
  EXPECT_THAT(List(cast_.As(cast_.eve)), IsEmpty());
  EXPECT_TRUE(Reads(cast_.As(cast_.bob), 1));
  EXPECT_FALSE(Reads(cast_.As(cast_.bob), 2)) << "it is of another kind";
  EXPECT_FALSE(Reads(cast_.As(cast_.eve), 1));
}

TEST_F(VisibleTest, ObjectWithRolesIsVisibleToThoseWhoHoldOne) {
  model::Object object = MakeObject(cast_, "form", 1);
  object.roles = {"planner", "auditor"};
  Put(cast_, object);
  EXPECT_THAT(List(cast_.As(cast_.ann)), ElementsAre(1));
  EXPECT_TRUE(Reads(cast_.As(cast_.ann), 1));
  for (const model::UserId& user : {cast_.bob, cast_.admin}) {
    EXPECT_THAT(List(cast_.As(user)), IsEmpty());
    EXPECT_FALSE(Reads(cast_.As(user), 1));
  }
}

TEST_F(VisibleTest, ObjectIsSharedWithAnOrganization) {
  model::Object object = MakeObject(cast_, "form", 1);
  object.roles = {"planner"};  // roles of the owner have no effect in the other organization
  Put(cast_, object, {Share(1, std::nullopt)});
  EXPECT_THAT(List(cast_.As(cast_.eve)), ElementsAre(1));
  EXPECT_TRUE(Reads(cast_.As(cast_.eve), 1));
}

TEST_F(VisibleTest, ObjectIsSharedWithOneUser) {
  Put(cast_, MakeObject(cast_, "form", 1), {Share(1, cast_.ann)});
  EXPECT_THAT(List(cast_.As(cast_.ann, cast_.globex)), ElementsAre(1));
  EXPECT_TRUE(Reads(cast_.As(cast_.ann, cast_.globex), 1));
  EXPECT_THAT(List(cast_.As(cast_.eve)), IsEmpty());
  EXPECT_FALSE(Reads(cast_.As(cast_.eve), 1));
}

TEST_F(VisibleTest, OnlyAcceptedSharesCount) {
  using enum model::MemberState;
  Put(cast_, MakeObject(cast_, "form", 1), {Share(1, std::nullopt, kInvited)});
  Put(cast_, MakeObject(cast_, "form", 2), {Share(2, std::nullopt, kRequesting)});
  Put(cast_, MakeObject(cast_, "form", 3), {Share(3, std::nullopt, kWithdrawn)});
  EXPECT_THAT(List(cast_.As(cast_.eve)), IsEmpty());
  for (const std::int64_t number : {1, 2, 3}) EXPECT_FALSE(Reads(cast_.As(cast_.eve), number));
}

TEST_F(VisibleTest, UserSeesByTheOrganizationOfTheSession) {
  Put(cast_, MakeObject(cast_, "form", 1));
  EXPECT_THAT(List(cast_.As(cast_.ann, cast_.globex)), IsEmpty());
  EXPECT_FALSE(Reads(cast_.As(cast_.ann, cast_.globex), 1));
}

TEST_F(VisibleTest, ObjectOfAnotherEnvironmentIsNotThere) {
  Put(cast_, MakeObject(cast_, "form", 1));
  EXPECT_THAT(List(cast_.As(cast_.mallory)), IsEmpty());
  EXPECT_FALSE(Reads(cast_.As(cast_.mallory), 1));
}

// Partners cannot be invited to a WorkSpan account, even if an older file lists members.
TEST_F(VisibleTest, AnAccountIsPrivateToItsOrganization) {
  for (const std::string kind : {"account", "form"}) {
    model::ObjectMember member = Share(1, std::nullopt);
    member.object = MakeObject(cast_, kind, 1).id;
    Put(cast_, MakeObject(cast_, kind, 1), {member});
    EXPECT_TRUE(Reads(cast_.As(cast_.ann), 1, kind));
    EXPECT_EQ(Reads(cast_.As(cast_.eve), 1, kind), kind == "form");
  }
}

TEST_F(VisibleTest, ListIsByNumber) {
  for (const std::int64_t number : {3, 1, 2}) Put(cast_, MakeObject(cast_, "form", number));
  EXPECT_THAT(List(cast_.As(cast_.ann)), ElementsAre(1, 2, 3));
}

TEST_F(VisibleTest, MachinesAreDenied) {
  for (const model::Caller& caller : {cast_.As(cast_.exporter), cast_.As(cast_.production)}) {
    const auto listed = objects_.ListVisible(caller, "form");
    const auto read = objects_.ReadVisible(caller, "form", 1);
    ASSERT_FALSE(listed);
    ASSERT_FALSE(read);
    EXPECT_EQ(listed.error().code, base::Code::kDenied);
    EXPECT_EQ(listed.error().reason, "not_a_user");
    EXPECT_EQ(read.error().reason, "not_a_user");
  }
}

class IntegrationTest : public ::testing::Test {
 protected:
  IntegrationTest() { AllowAll(cast_); }
  void ExpectInvalid(const base::Error& error, std::string_view reason,
                     const std::vector<std::string>& fields) {
    EXPECT_EQ(error.code, base::Code::kInvalid);
    EXPECT_EQ(error.reason, reason);
    EXPECT_EQ(error.fields, fields);
  }
  std::optional<store::IntegrationStatus> Status() {
    return Must(cast_.world.store->Read([&](store::ReadTx& tx) {
      return store::FindIntegrationStatus(tx, cast_.production, opportunity_);
    }));
  }

  testing::Cast cast_;
  Objects objects_{{*cast_.world.store, cast_.world.clock}};
  model::ObjectId opportunity_ = Put(cast_, MakeObject(cast_, "opportunity", 1));
  model::Caller exporter_ = cast_.As(cast_.exporter);
  store::IntegrationStatus report_{.field_name = "partner_center.integration_status",
                                   .status_code = "LINKED",
                                   .message = "done",
                                   .integration_id = "WS-Integration_1",
                                   .external_id = "crm-7"};
};

TEST_F(IntegrationTest, LinkUsesTheDefaultFieldOfTheKind) {
  const std::int64_t before = cast_.LastEvent();
  const model::ExternalId link = Must(objects_.Link(exporter_, opportunity_, "", "crm-7"));
  EXPECT_EQ(link.object, opportunity_);
  EXPECT_EQ(link.field_name, "sales_details.crm_opportunity_id");
  EXPECT_EQ(link.external_id, "crm-7");
  EXPECT_EQ(link.organization, cast_.acme);
  const auto account = Put(cast_, MakeObject(cast_, "account", 1));
  EXPECT_EQ(Must(objects_.Link(exporter_, account, "", "acc-7")).field_name,
            "account_info.external_account_id");

  const auto events = cast_.EventsAfter(before);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].type, model::EventType::kObjectLinked);
  EXPECT_EQ(events[0].target, opportunity_.text);
  EXPECT_EQ(events[0].actor.id, cast_.exporter.text);
  EXPECT_EQ(events[0].organization, cast_.acme);
  EXPECT_THAT(events[0].data, ::testing::HasSubstr("sales_details.crm_opportunity_id"));
}

TEST_F(IntegrationTest, LinkTakesAnyFieldNameAndReplacesItsValue) {
  Must(objects_.Link(exporter_, opportunity_, "partner_center.referral_id", "r-1"));
  Must(objects_.Link(exporter_, opportunity_, "partner_center.referral_id", "r-2"));
  const auto links = Must(objects_.Links(exporter_, opportunity_));
  ASSERT_EQ(links.size(), 1U);
  EXPECT_EQ(links[0].external_id, "r-2");
}

TEST_F(IntegrationTest, KindWithoutADefaultNeedsAFieldName) {
  const auto plan = Put(cast_, MakeObject(cast_, "plan", 1));
  ExpectInvalid(objects_.Link(exporter_, plan, "", "x").error(), "field_name_required",
                {"field_name"});
  EXPECT_TRUE(objects_.Link(exporter_, plan, "plan_details.erp_id", "x"));
}

TEST_F(IntegrationTest, MalformedLinksChangeNothing) {
  const std::int64_t before = cast_.LastEvent();
  for (const char* name : {"nodot", ".x", "x.", "Sales.id", "a.b.c", "a b.c", "a.b;"}) {
    ExpectInvalid(objects_.Link(exporter_, opportunity_, name, "x").error(), "field_name_malformed",
                  {"field_name"});
  }
  ExpectInvalid(objects_.Link(exporter_, opportunity_, "", "").error(), "missing_field",
                {"external_id"});
  ExpectInvalid(objects_.Link(exporter_, opportunity_, "", std::string(257, 'x')).error(),
                "external_id_too_long", {"external_id"});
  for (const std::string& bad : {std::string("a\nb"), std::string("a\0b", 3)}) {
    ExpectInvalid(objects_.Link(exporter_, opportunity_, "", bad).error(), "external_id_malformed",
                  {"external_id"});
  }
  EXPECT_EQ(cast_.LastEvent(), before);
  EXPECT_TRUE(objects_.Link(exporter_, opportunity_, "", std::string(256, 'x')));
}

TEST_F(IntegrationTest, ReportIsKeptOnTheObject) {
  const std::int64_t before = cast_.LastEvent();
  ASSERT_TRUE(objects_.ReportStatus(exporter_, opportunity_, report_));
  const auto kept = Status();
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->status_code, "LINKED");
  EXPECT_EQ(kept->message, "done");
  EXPECT_EQ(kept->integration_id, "WS-Integration_1");
  EXPECT_EQ(kept->external_id, "crm-7");
  const auto events = cast_.EventsAfter(before);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].type, model::EventType::kObjectAudited);
  EXPECT_EQ(events[0].target, opportunity_.text);
  EXPECT_EQ(events[0].actor.id, cast_.exporter.text);
  EXPECT_EQ(events[1].type, model::EventType::kObjectUpdated);
  EXPECT_EQ(events[1].target, opportunity_.text);
  EXPECT_EQ(events[1].actor.id, cast_.exporter.text);
}

TEST_F(IntegrationTest, ARepeatedReportChangesNoField) {
  ASSERT_TRUE(objects_.ReportStatus(exporter_, opportunity_, report_));
  const std::int64_t before = cast_.LastEvent();
  ASSERT_TRUE(objects_.ReportStatus(exporter_, opportunity_, report_));
  EXPECT_THAT(cast_.NamesAfter(before), ElementsAre("object.audited"));
}

TEST_F(IntegrationTest, EveryDocumentedStatusCodeIsTaken) {
  for (const char* code : {"SCHEDULED", "CREATE_FAILED", "UPDATE_FAILED", "LINKED"}) {
    report_.status_code = code;
    EXPECT_TRUE(objects_.ReportStatus(exporter_, opportunity_, report_)) << code;
    EXPECT_EQ(Status().value().status_code, code);
  }
}

TEST_F(IntegrationTest, ReportNamesWhatIsMissing) {
  ExpectInvalid(objects_.ReportStatus(exporter_, opportunity_, {}).error(), "missing_field",
                {"field_name", "status_code", "message"});
  report_.message.clear();
  ExpectInvalid(objects_.ReportStatus(exporter_, opportunity_, report_).error(), "missing_field",
                {"message"});
  EXPECT_FALSE(Status());
}

TEST_F(IntegrationTest, ReportNamesWhatIsWrong) {
  const auto refused = [&](auto change) {
    store::IntegrationStatus report = report_;
    change(report);
    return objects_.ReportStatus(exporter_, opportunity_, report).error();
  };
  ExpectInvalid(refused([](auto& report) { report.field_name = "sales_details.stage"; }),
                "field_name_unsupported", {"field_name"});
  ExpectInvalid(refused([](auto& report) { report.status_code = "linked"; }), "status_code_unknown",
                {"status_code"});
  ExpectInvalid(refused([](auto& report) { report.message = std::string(4097, 'x'); }),
                "message_too_long", {"message"});
  ExpectInvalid(refused([](auto& report) { report.external_id = std::string(257, 'x'); }),
                "external_id_too_long", {"external_id"});
  ExpectInvalid(refused([](auto& report) { report.integration_id = std::string(257, 'x'); }),
                "integration_id_too_long", {"integration_id"});
  ExpectInvalid(refused([](auto& report) { report.external_id = "a\nb"; }), "external_id_malformed",
                {"external_id"});
  ExpectInvalid(refused([](auto& report) { report.integration_id = std::string("a\0b", 3); }),
                "integration_id_malformed", {"integration_id"});
  EXPECT_FALSE(Status());
}

struct FaultCase {
  std::string name;
  std::function<base::Status(Objects&, const model::Caller&, const model::ObjectId&)> run;
  bool by_user = false;
  std::vector<std::string> events = {};
};

std::vector<FaultCase> FaultCases() {
  const auto drop = [](const auto& result) -> base::Status {
    if (!result) return base::Fail(result.error());
    return {};
  };
  return {
      {"ListVisible",
       [drop](auto& objects, auto& caller, auto&) {
         return drop(objects.ListVisible(caller, "opportunity"));
       },
       true},
      {"ReadVisible",
       [drop](auto& objects, auto& caller, auto&) {
         return drop(objects.ReadVisible(caller, "opportunity", 1));
       },
       true},
      {"Links", [drop](auto& objects, auto& caller,
                       auto& object) { return drop(objects.Links(caller, object)); }},
      {"Link",
       [drop](auto& objects, auto& caller, auto& object) {
         return drop(objects.Link(caller, object, "", "crm-7"));
       },
       false,
       {"object.linked"}},
      {"ReportStatus",
       [](auto& objects, auto& caller, auto& object) {
         return objects.ReportStatus(
             caller, object, {"partner_center.integration_status", "LINKED", "done", "", ""});
       },
       false,
       {"object.audited", "object.updated"}},
  };
}

class ObjectsFaults : public ::testing::TestWithParam<FaultCase> {};

std::string CaseName(const ::testing::TestParamInfo<FaultCase>& row) { return row.param.name; }
INSTANTIATE_TEST_SUITE_P(Verbs, ObjectsFaults, ::testing::ValuesIn(FaultCases()), CaseName);

TEST_P(ObjectsFaults, EveryFaultIsUnavailableAndLeavesNothingHalfDone) {
  testing::FaultyCast faulty;
  testing::Cast& cast = faulty.cast;
  AllowAll(cast);
  Objects objects({*cast.world.store, cast.world.clock});
  const model::ObjectId object = Put(cast, MakeObject(cast, "opportunity", 1));
  const model::Caller exporter = cast.As(cast.exporter);
  const model::Caller caller = GetParam().by_user ? cast.As(cast.bob) : exporter;
  const std::int64_t before = cast.LastEvent();
  base::Status status;
  const int faults = testing::ForEveryFault(
      *faulty.plan, [&] { status = GetParam().run(objects, caller, object); },
      [&](int n) {
        ASSERT_FALSE(status) << n;
        EXPECT_EQ(status.error().code, base::Code::kUnavailable) << n;
        EXPECT_EQ(cast.LastEvent(), before) << n;
        EXPECT_THAT(Must(objects.Links(exporter, object)), IsEmpty()) << n;
        const auto kept = Must(cast.world.store->Read([&](store::ReadTx& tx) {
          return store::FindIntegrationStatus(tx, cast.production, object);
        }));
        EXPECT_FALSE(kept) << n;
      });
  EXPECT_GT(faults, 1);
  EXPECT_TRUE(status) << "the run without a fault";
  EXPECT_EQ(cast.NamesAfter(before), GetParam().events);
}

}  // namespace
}  // namespace bearward::objects
