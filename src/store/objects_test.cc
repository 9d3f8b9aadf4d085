#include "store/objects.h"

#include <gtest/gtest.h>

#include <chrono>
#include <utility>
#include <vector>

#include "store/environments.h"
#include "store/object_links.h"
#include "store/organizations.h"
#include "store/webhooks.h"
#include "testing/memory_store.h"
#include "testing/sample_rows.h"

namespace bearward::store {
namespace {

using testing::SampleObject;

const model::EnvironmentId kOne = {"env_1"};
const model::EnvironmentId kTwo = {"env_2"};
const model::OrganizationId kOwner = {"org_1"};
const model::OrganizationId kPartner = {"org_2"};
const model::ObjectId kObject = {"obj_1"};

class ObjectsTable : public ::testing::Test {
 protected:
  ObjectsTable() {
    for (const char* env : {"env_1", "env_2"}) {
      db_.Write(InsertEnvironment, testing::SampleEnvironment(env));
      for (int number : {1, 2}) {
        db_.Write(InsertOrganization, testing::SampleOrganization(env, number));
      }
      db_.Write(PutObject, SampleObject(env, 1));
    }
  }
  static model::ObjectMember Member(const model::OrganizationId& organization,
                                    std::optional<model::UserId> user,
                                    model::MemberState state = model::MemberState::kAccepted) {
    return {.environment = kOne,
            .object = kObject,
            .organization = organization,
            .user = std::move(user),
            .level = model::AccessLevel::kCollaborator,
            .state = state};
  }
  void SetMembers(const model::ObjectId& object, const std::vector<model::ObjectMember>& members) {
    db_.Write(ReplaceMembers, kOne, object, members);
  }
  std::vector<std::int64_t> NumbersOf(const model::EnvironmentId& environment,
                                      const model::OrganizationId& organization) {
    std::vector<std::int64_t> numbers;
    for (const auto& object :
         db_.Read(ListObjectsOf, environment, organization, std::string("form"))) {
      numbers.push_back(object.number);
    }
    return numbers;
  }
  testing::MemoryStore db_;
};

TEST_F(ObjectsTable, AnObjectIsReadBackCompletely) {
  auto object = SampleObject("env_1", 194955);
  object.id = {"WS-Project_abc"};
  object.name = "Weekly Timesheet";
  object.roles = {"planner", "admin"};
  db_.Write(PutObject, object);
  const auto found = db_.Read(FindObject, kOne, object.id);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->environment, kOne);
  EXPECT_EQ(found->kind, "form");
  EXPECT_EQ(found->number, 194955);
  EXPECT_EQ(found->name, "Weekly Timesheet");
  EXPECT_EQ(found->owner, kOwner);
  EXPECT_EQ(found->fields, object.fields);
  EXPECT_EQ(found->roles, object.roles);
  EXPECT_EQ(found->created_at, testing::kSampleTime);
  EXPECT_EQ(found->created_by, "user_1");
  EXPECT_EQ(found->updated_by, "user_1");
}

TEST_F(ObjectsTable, AnObjectIsFoundInItsEnvironmentOnly) {
  auto other = SampleObject("env_2", 1);
  other.name = "Other";
  db_.Write(PutObject, other);
  const std::string form = "form";
  EXPECT_EQ(db_.Read(FindObject, kOne, kObject)->name, "Form 1");
  EXPECT_EQ(db_.Read(FindObject, kTwo, kObject)->name, "Other");
  EXPECT_EQ(db_.Read(FindObjectByNumber, kTwo, form, std::int64_t{1})->name, "Other");
  EXPECT_FALSE(db_.Read(FindObjectByName, kOne, kOwner, form, std::string("Other")).has_value());
  EXPECT_TRUE(db_.Read(FindObjectByName, kTwo, kOwner, form, std::string("Other")).has_value());
  EXPECT_FALSE(db_.Read(FindObjectByName, kTwo, kPartner, form, std::string("Other")).has_value());
  EXPECT_FALSE(
      db_.Read(FindObjectByNumber, kOne, std::string("task"), std::int64_t{1}).has_value());
  EXPECT_FALSE(db_.Read(FindObject, kOne, model::ObjectId{"obj_9"}).has_value());
}

TEST_F(ObjectsTable, PutObjectKeepsTheCreatorAndTheCreationTime) {
  auto again = SampleObject("env_1", 1);
  again.name = "Renamed";
  again.fields = R"({"Live":false})";
  again.roles = {"planner"};
  again.created_by = "user_2";
  again.created_at += std::chrono::hours(1);
  again.updated_by = "user_2";
  db_.Write(PutObject, again);
  const auto found = db_.Read(FindObject, kOne, kObject);
  EXPECT_EQ(found->name, "Renamed");
  EXPECT_EQ(found->fields, again.fields);
  EXPECT_EQ(found->roles, again.roles);
  EXPECT_EQ(found->created_by, "user_1");
  EXPECT_EQ(found->created_at, testing::kSampleTime);
  EXPECT_EQ(found->updated_by, "user_2");
  EXPECT_EQ(db_.Read(FindObject, kTwo, kObject)->name, "Form 1");
}

TEST_F(ObjectsTable, NumbersAreUniqueAndContinuePerKindOfAnEnvironment) {
  auto same_number = SampleObject("env_1", 2);
  same_number.number = 1;
  EXPECT_EQ(db_.WriteCode(PutObject, same_number), base::Code::kExists);
  db_.Write(PutObject, SampleObject("env_1", 41));
  EXPECT_EQ(db_.Read(NextObjectNumber, kOne, std::string("form")), 42);
  EXPECT_EQ(db_.Read(NextObjectNumber, kOne, std::string("task")), 1);
  EXPECT_EQ(db_.Read(NextObjectNumber, kTwo, std::string("form")), 2);
}

TEST_F(ObjectsTable, ObjectRolesAreThoseOfTheObjectsOfTheOwner) {
  for (const char* env : {"env_1", "env_2"}) {
    auto open = SampleObject(env, 1);
    open.roles = {};
    db_.Write(PutObject, open);
  }
  EXPECT_TRUE(db_.Read(ListObjectRoles, kOne, kOwner).empty());
  auto restricted = SampleObject("env_1", 7);
  restricted.roles = {"vault", "planner"};
  db_.Write(PutObject, restricted);
  auto another = SampleObject("env_1", 8);
  another.roles = {"planner"};
  db_.Write(PutObject, another);
  EXPECT_EQ(db_.Read(ListObjectRoles, kOne, kOwner),
            (std::vector<std::string>{"planner", "vault"}));
  EXPECT_TRUE(db_.Read(ListObjectRoles, kOne, kPartner).empty());
  EXPECT_TRUE(db_.Read(ListObjectRoles, kTwo, kOwner).empty());
}

TEST_F(ObjectsTable, AnObjectNeedsItsOwner) {
  auto object = SampleObject("env_1", 2);
  object.owner = {"org_9"};
  EXPECT_EQ(db_.WriteCode(PutObject, object), base::Code::kUnavailable);
}

TEST_F(ObjectsTable, MembersAreReplacedAsAWholeListInOneEnvironment) {
  db_.Write(ReplaceMembers, kTwo, kObject,
            std::vector<model::ObjectMember>{Member(kOwner, std::nullopt)});
  SetMembers(kObject, {Member(kPartner, std::nullopt), Member(kOwner, model::UserId{"user_1"})});
  SetMembers(kObject, {Member(kOwner, model::UserId{"user_1"}, model::MemberState::kInvited),
                       Member(kOwner, std::nullopt)});
  const auto members = db_.Read(ListMembers, kOne, kObject);
  ASSERT_EQ(members.size(), 2u);
  EXPECT_EQ(members[0].organization, kOwner);
  EXPECT_EQ(members[0].user, std::nullopt);
  EXPECT_EQ(members[0].level, model::AccessLevel::kCollaborator);
  EXPECT_EQ(members[1].user, model::UserId{"user_1"});
  EXPECT_EQ(members[1].state, model::MemberState::kInvited);
  EXPECT_TRUE(db_.Read(ListMembersOf, kOne, kObject, kPartner).empty());
  EXPECT_EQ(db_.Read(ListMembersOf, kOne, kObject, kOwner).size(), 2u);
  EXPECT_EQ(db_.Read(ListMembers, kTwo, kObject).size(), 1u);
}

TEST_F(ObjectsTable, MembersOfAnObjectArePaged) {
  SetMembers(kObject, {Member(kOwner, std::nullopt), Member(kOwner, model::UserId{"user_1"}),
                       Member(kOwner, model::UserId{"user_2"}, model::MemberState::kInvited),
                       Member(kPartner, std::nullopt)});
  ObjectMemberQuery query;
  query.environment = kOne;
  query.object = kObject;
  query.limit = 3;
  const auto first = db_.Read(ListMemberPage, query);
  ASSERT_EQ(first.rows.size(), 3U);
  EXPECT_EQ(first.rows[0].user, std::nullopt);
  EXPECT_EQ(first.rows[2].user, model::UserId{"user_2"});
  EXPECT_EQ(first.ends.before, std::nullopt);
  ASSERT_EQ(first.ends.after, "org_1 user_2");
  query.after = first.ends.after;
  const auto last = db_.Read(ListMemberPage, query);
  ASSERT_EQ(last.rows.size(), 1U);
  EXPECT_EQ(last.rows[0].organization, kPartner);
  EXPECT_EQ(last.ends.after, std::nullopt);
  query.after = std::nullopt;
  query.state = model::MemberState::kInvited;
  const auto invited = db_.Read(ListMemberPage, query);
  ASSERT_EQ(invited.rows.size(), 1U);
  EXPECT_EQ(invited.rows[0].user, model::UserId{"user_2"});
  query.environment = kTwo;
  EXPECT_TRUE(db_.Read(ListMemberPage, query).rows.empty());
}

TEST_F(ObjectsTable, ObjectsAreListedForTheirAcceptedMembers) {
  for (int number : {3, 2}) {
    db_.Write(PutObject, SampleObject("env_1", number));
    SetMembers({"obj_" + std::to_string(number)},
               {Member(kPartner, std::nullopt), Member(kPartner, model::UserId{"user_1"})});
  }
  SetMembers(kObject, {Member(kPartner, std::nullopt, model::MemberState::kWithdrawn)});
  EXPECT_EQ(NumbersOf(kOne, kPartner), (std::vector<std::int64_t>{2, 3}));
  EXPECT_TRUE(NumbersOf(kOne, kOwner).empty());
  EXPECT_TRUE(NumbersOf(kTwo, kPartner).empty());
  EXPECT_TRUE(db_.Read(ListObjectsOf, kOne, kPartner, std::string("task")).empty());
}

TEST_F(ObjectsTable, AFieldHasOneValueAndACompanyFieldOnePerOrganization) {
  const auto link = [&](const char* field, const char* id, const model::OrganizationId& by) {
    db_.Write(PutExternalId, model::ExternalId{kOne, kObject, field, id, by});
  };
  link("summary.crm_id", "a", kOwner);
  link("summary.crm_id", "b", kPartner);
  link("company.crm_id", "mine", kOwner);
  link("company.crm_id", "theirs", kPartner);
  link("company.crm_id", "mine again", kOwner);
  const auto links = db_.Read(ListExternalIds, kOne, kObject);
  ASSERT_EQ(links.size(), 3u);
  EXPECT_EQ(links[0].field_name, "company.crm_id");
  EXPECT_EQ(links[0].external_id, "mine again");
  EXPECT_EQ(links[0].organization, kOwner);
  EXPECT_EQ(links[1].external_id, "theirs");
  EXPECT_EQ(links[1].organization, kPartner);
  EXPECT_EQ(links[2].field_name, "summary.crm_id");
  EXPECT_EQ(links[2].external_id, "b");
  EXPECT_EQ(links[2].organization, kPartner);
  EXPECT_TRUE(db_.Read(ListExternalIds, kTwo, kObject).empty());
}

TEST_F(ObjectsTable, AnObjectIsFoundByAnExternalIdInTheObjectsOfItsMembers) {
  const std::string field = "summary.crm_id";
  db_.Write(PutExternalId, model::ExternalId{kOne, kObject, field, "K1", kOwner});
  db_.Write(PutExternalId, model::ExternalId{kTwo, kObject, field, "K1", kOwner});
  SetMembers(kObject, {Member(kPartner, std::nullopt), Member(kPartner, model::UserId{"user_1"})});
  const auto found = [&](const LinkQuery& query) { return db_.Read(ListLinkedObjects, query); };
  EXPECT_EQ(found({kOne, kPartner, "form", field, "K1"}), (std::vector<model::ObjectId>{kObject}));
  EXPECT_TRUE(found({kOne, kPartner, "form", field, "K2"}).empty());
  EXPECT_TRUE(found({kOne, kPartner, "form", "summary.other", "K1"}).empty());
  EXPECT_TRUE(found({kOne, kPartner, "task", field, "K1"}).empty());
  EXPECT_TRUE(found({kOne, kOwner, "form", field, "K1"}).empty()) << "no member";
  EXPECT_TRUE(found({kTwo, kPartner, "form", field, "K1"}).empty());
  SetMembers(kObject, {Member(kPartner, std::nullopt, model::MemberState::kWithdrawn)});
  EXPECT_TRUE(found({kOne, kPartner, "form", field, "K1"}).empty());
}

TEST_F(ObjectsTable, TheLastIntegrationStatusIsKept) {
  EXPECT_FALSE(db_.Read(FindIntegrationStatus, kOne, kObject).has_value());
  db_.Write(PutIntegrationStatus, kOne, kObject, IntegrationStatus{"f.a", "1", "m", "i", "e"},
            testing::kSampleTime);
  db_.Write(PutIntegrationStatus, kOne, kObject, IntegrationStatus{"f.b", "2", "n", "j", "g"},
            testing::kSampleTime);
  const auto status = db_.Read(FindIntegrationStatus, kOne, kObject);
  ASSERT_TRUE(status.has_value());
  EXPECT_EQ(status->field_name, "f.b");
  EXPECT_EQ(status->status_code, "2");
  EXPECT_EQ(status->message, "n");
  EXPECT_EQ(status->integration_id, "j");
  EXPECT_EQ(status->external_id, "g");
  EXPECT_FALSE(db_.Read(FindIntegrationStatus, kTwo, kObject).has_value());
}

// Incident class I2. Regression: a new organization with the id of a deleted one, as a provisioning
// file creates it, got the external ids of the deleted one.
TEST_F(ObjectsTable, ADeletedOrganizationLeavesNothingToANewOneWithItsId) {
  SetMembers(kObject, {Member(kOwner, std::nullopt), Member(kPartner, std::nullopt)});
  for (const char* field : {"company.crm_id", "sales_details.stage"}) {
    db_.Write(PutExternalId, model::ExternalId{kOne, kObject, field, "mine", kOwner});
    db_.Write(PutExternalId, model::ExternalId{kOne, kObject, field, "theirs", kPartner});
  }
  db_.Write(DeleteContents, kOne, kPartner, testing::kSampleTime);
  const auto links = db_.Read(ListExternalIds, kOne, kObject);
  ASSERT_EQ(links.size(), 2U);
  EXPECT_EQ(links[0].external_id, "mine");
  EXPECT_EQ(links[1].external_id, "theirs") << "a value that all organizations share is kept";
  EXPECT_EQ(db_.Read(ListMembers, kOne, kObject).size(), 1U);
}

// Incident class I2. Regression: the callbacks of a deleted organization were those of a new one
// with its id.
TEST_F(ObjectsTable, ADeletedOrganizationHasNoSubscribers) {
  model::WebhookEndpoint subscriber;
  subscriber.environment = kOne;
  subscriber.url = "https://example.com/";
  subscriber.sealed = "sealed";
  subscriber.subject_kind = model::SubjectKind::kApplication;
  subscriber.subject = "app_1";
  subscriber.created_at = subscriber.updated_at = testing::kSampleTime;
  for (const auto& [id, organization] :
       {std::pair("wsub_1", kOwner), std::pair("wsub_2", kPartner)}) {
    subscriber.id = id;
    subscriber.organization = organization;
    testing::Must(
        db_->Write([&](WriteTx& tx) { return WebhookSubscribers().Insert(tx, subscriber); }));
  }
  db_.Write(DeleteContents, kOne, kPartner, testing::kSampleTime);
  const auto left = db_.Read(ListSubscribersOf, kOne, std::string_view("app_1"));
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].id, "wsub_1");
}

// Incident class I2. Regression: a new user with the id of a deleted one was a member of its
// objects.
TEST_F(ObjectsTable, ADeletedUserLeavesNothingToANewOneWithItsId) {
  SetMembers(kObject, {Member(kOwner, model::UserId{"user_1"}),
                       Member(kOwner, model::UserId{"user_2"}), Member(kOwner, std::nullopt)});
  db_.Write(DeleteMembershipsInObjects, kOne, model::UserId{"user_1"});
  const auto members = db_.Read(ListMembers, kOne, kObject);
  ASSERT_EQ(members.size(), 2U);
  EXPECT_EQ(members[0].user, std::nullopt);
  EXPECT_EQ(members[1].user, std::optional(model::UserId{"user_2"}));
}

TEST_F(ObjectsTable, LinksAndMembersNeedTheirObject) {
  const model::ObjectId missing = {"obj_9"};
  EXPECT_EQ(db_.WriteCode(PutExternalId, model::ExternalId{kOne, missing, "a.b", "x", kOwner}),
            base::Code::kUnavailable);
  EXPECT_EQ(db_.WriteCode(ReplaceMembers, kOne, missing,
                          std::vector<model::ObjectMember>{Member(kOwner, std::nullopt)}),
            base::Code::kUnavailable);
}

}  // namespace
}  // namespace bearward::store
