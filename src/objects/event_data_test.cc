#include "objects/event_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace bearward::objects {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

model::Object MakeObject(const std::string& fields, const std::string& kind = "opportunity") {
  model::Object object;
  object.kind = kind;
  object.name = "Deal";
  object.number = 7;
  object.owner = {"org_owner"};
  object.fields = fields;
  return object;
}

std::optional<ObjectChange> Read(const std::string& data) {
  model::Event event;
  event.data = data;
  return ReadChange(event);
}

TEST(EventData, ANewObjectIsInTheEvent) {
  const auto change = Read(ChangeData(nullptr, MakeObject(R"({"stage":"open","a":{"b":1}})")));
  ASSERT_TRUE(change);
  EXPECT_EQ(change->kind, "opportunity");
  EXPECT_EQ(change->name, "Deal");
  EXPECT_EQ(change->number, 7);
  EXPECT_EQ(change->fields.size(), 2U);
  EXPECT_THAT(change->changed, UnorderedElementsAre("stage", "a.b"));
}

TEST(EventData, AnUpdateNamesTheFieldsWithAnotherValue) {
  const auto before = MakeObject(R"({"same":1,"gone":1,"s":{"x":1,"y":1},"list":[1],"t":"text"})");
  const auto after = MakeObject(R"({"same":1,"s":{"x":1,"y":2,"z":3},"list":[2],"t":{"u":1}})");
  const auto change = Read(ChangeData(&before, after));
  ASSERT_TRUE(change);
  EXPECT_THAT(change->changed, UnorderedElementsAre("gone", "s.y", "s.z", "list", "t"));
  EXPECT_TRUE(change->Changed("s.y"));
  EXPECT_FALSE(change->Changed("same"));
}

// Incident class H1.
TEST(EventData, KindsWithSecretsAreNotInTheEvent) {
  for (const char* kind : {"phone_user", "mobile_user"}) {
    const std::string data = ChangeData(nullptr, MakeObject(R"({"pin":"4711"})", kind));
    EXPECT_THAT(data, Not(HasSubstr("4711")));
    EXPECT_FALSE(Read(data)) << kind;
  }
}

TEST(EventData, MembersAreComparedByOrganizationAndUser) {
  const auto member = [](const char* organization, model::AccessLevel level,
                         const char* user = "") {
    model::ObjectMember one;
    one.organization = {organization};
    if (*user != '\0') one.user = model::UserId{user};
    one.level = level;
    return one;
  };
  using enum model::AccessLevel;
  const std::vector<model::ObjectMember> before = {
      member("org_owner", kOwner), member("org_a", kViewer), member("org_b", kViewer)};
  const std::vector<model::ObjectMember> after = {member("org_owner", kOwner),
                                                  member("org_a", kCollaborator),
                                                  member("org_a", kViewer, "user_1")};
  const auto changes = MemberChangesBetween({"org_owner"}, before, after);
  const auto object = MakeObject("{}");
  const auto read = Read(ChangeData(&object, object, changes));
  ASSERT_TRUE(read);
  std::vector<std::string> texts;
  for (const MemberChange& change : read->members) {
    texts.push_back((change.added ? "new " : "") + change.member.organization.text +
                    (change.member.user ? " " + change.member.user->text : "") + " " +
                    std::string(base::Word(change.member.level)) + " " +
                    std::string(base::Word(change.member.state)));
  }
  EXPECT_THAT(texts, ElementsAre("org_a collaborator accepted", "new org_a user_1 viewer accepted",
                                 "org_b viewer withdrawn"));
  EXPECT_THAT(MemberChangesBetween({"org_owner"}, after, after), IsEmpty());
}

TEST(EventData, EventsOfEarlierReleasesHaveNoObject) {
  EXPECT_FALSE(Read(R"({"changes":{"name":{"after":"Deal"}}})"));
  EXPECT_FALSE(Read("no json"));
}

}  // namespace
}  // namespace bearward::objects
