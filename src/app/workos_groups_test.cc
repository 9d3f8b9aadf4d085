// WorkOS' groups (contracts: WorkOS section 4.13).
#include "app/contract_fixture.h"
#include "store/environments.h"
#include "store/memberships.h"

namespace bearward::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

class WorkOsGroups : public ContractFixture {
 protected:
  static ClientHeaders Key() { return Bearer(kProductionKey); }
  static std::string MembershipOfAnn() {
    return testing::Must(core_->store().Read([](store::ReadTx& tx) {
             const auto production = testing::Must(store::FindEnvironmentByName(tx, "production"));
             return store::ListMemberships(tx, production->id, {kAnn});
           }))
        .front()
        .id.text;
  }
  static ClientAnswer Create(const std::string& body) {
    return Json(Method::kPost, kGroups, body, Key());
  }
  static inline const std::string kGroups = "/organizations/" + std::string(kAcme) + "/groups";
};

TEST_F(WorkOsGroups, AGroupHasTheMembersOfTheVendorsSchema) {
  const ClientAnswer made = Create(R"({"name":"Crew","description":"Night shift"})");
  ASSERT_EQ(made.status, 201) << made.body;
  std::vector<std::string> members;
  const json::Value value = Value(made);
  for (const json::Member& member : *value.AsObject()) members.push_back(member.key);
  EXPECT_THAT(members, ElementsAre("object", "id", "organization_id", "name", "description",
                                   "created_at", "updated_at"));
  EXPECT_THAT(Text(made, "id"), MatchesRegex("group_[0-9A-HJKMNP-TV-Z]{26}"));
  EXPECT_EQ(Text(made, "organization_id"), kAcme);
  const std::string group = kGroups + "/" + Text(made, "id");
  EXPECT_EQ(Get(group, Key()).body, made.body);
  EXPECT_THAT(Get(kGroups, Key()).body, HasSubstr(made.body));
  EXPECT_THAT(Json(Method::kPatch, group, R"({"description":null})", Key()).body,
              HasSubstr(R"("name":"Crew","description":null)"));
  EXPECT_EQ(Send(Method::kDelete, group, Key()).status, 204);
  EXPECT_THAT(Get(group, Key()).body, HasSubstr("Group not found: '"));
}

TEST_F(WorkOsGroups, BadFieldsAndForeignParentsAreRefused) {
  for (const std::string& body : {std::string("{}"), std::string(R"({"name":""})"),
                                  R"({"name":")" + std::string(257, 'n') + R"("})",
                                  std::string(R"({"name":"x","organization_id":"org_other"})")}) {
    EXPECT_EQ(Create(body).status, 422) << body;
  }
  EXPECT_EQ(Create(R"({"name":")" + std::string(256, 'n') + R"("})").status, 201);
  EXPECT_EQ(Json(Method::kPost, "/organizations/org_none/groups", R"({"name":"x"})", Key()).status,
            404);
  EXPECT_EQ(Get("/organizations/org_none/groups", Key()).status, 404);
  const std::string id = Text(Create(R"({"name":"Here"})"), "id");
  Apply("[[organizations]]\nname = \"Elsewhere\"\nid = \"org_elsewhere\"\n");
  EXPECT_EQ(Get("/organizations/org_elsewhere/groups/" + id, Key()).status, 404);
  EXPECT_EQ(Send(Method::kDelete, "/organizations/org_elsewhere/groups/" + id, Key()).status, 404);
  EXPECT_EQ(Get(kGroups + "/" + id, Key()).status, 200);
}

TEST_F(WorkOsGroups, MembersAreAddedAndRemoved) {
  const ClientAnswer made = Create(R"({"name":"Members"})");
  const std::string members = kGroups + "/" + Text(made, "id") + "/organization-memberships";
  const std::string membership = MembershipOfAnn();
  const std::string body = R"({"organization_membership_id":")" + membership + "\"}";
  const ClientAnswer added = Json(Method::kPost, members, body, Key());
  EXPECT_EQ(added.status, 200);
  EXPECT_EQ(added.body, made.body);
  const json::Value page = Value(Get(members, Key()));
  ASSERT_EQ(page.Find("data")->AsArray()->size(), 1U);
  EXPECT_EQ(*page.Find("data")->AsArray()->front().Find("id")->AsString(), membership);
  EXPECT_EQ(Get(kGroups + "/group_none/organization-memberships", Key()).status, 404);
  EXPECT_EQ(
      Get("/organizations/org_none/groups/" + Text(made, "id") + "/organization-memberships", Key())
          .status,
      404);
  const std::string of_member =
      "/user_management/organization_memberships/" + membership + "/groups";
  EXPECT_THAT(Get(of_member, Key()).body, HasSubstr(made.body));
  EXPECT_EQ(Json(Method::kPost, members, "{}", Key()).status, 422);
  EXPECT_EQ(
      Json(Method::kPost, members, R"({"organization_membership_id":"om_none"})", Key()).status,
      404);
  EXPECT_EQ(Send(Method::kDelete, members + "/" + membership, Key()).status, 204);
  EXPECT_EQ(Send(Method::kDelete, members + "/" + membership, Key()).status, 404);
  EXPECT_THAT(Get(members, Key()).body, HasSubstr(R"("data":[])"));
  EXPECT_THAT(Get(of_member, Key()).body, Not(HasSubstr(made.body)));
  EXPECT_EQ(Get("/user_management/organization_memberships/om_none/groups", Key()).status, 404);
}

}  // namespace
}  // namespace bearward::app
