// WorkOS' organization memberships (contracts: WorkOS section 4.5).
#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;

constexpr const char* kMemberships = "/user_management/organization_memberships";

class WorkOsMemberships : public ContractFixture {
 protected:
  static ClientHeaders Key() { return Bearer(kProductionKey); }
  static std::string Path(const std::string& id) { return std::string(kMemberships) + "/" + id; }
  // NewUser creates a user with the password "a member password".
  static std::string NewUser(const std::string& email) {
    const ClientAnswer made =
        Json(Method::kPost, "/user_management/users",
             R"({"email":")" + email + R"(","password":"a member password"})", Key());
    EXPECT_EQ(made.status, 201) << made.body;
    return Text(made, "id");
  }
  static std::string NewOrganization(const std::string& name) {
    return Text(Json(Method::kPost, "/organizations", R"({"name":")" + name + R"("})", Key()),
                "id");
  }
  static ClientAnswer Join(const std::string& user, const std::string& organization,
                           const std::string& more = {}) {
    return Json(
        Method::kPost, kMemberships,
        R"({"user_id":")" + user + R"(","organization_id":")" + organization + '"' + more + "}",
        Key());
  }
  static std::string Joined(const std::string& user, const std::string& organization,
                            const std::string& more = {}) {
    const ClientAnswer answer = Join(user, organization, more);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return Text(answer, "id");
  }
  static ClientAnswer Put(const std::string& id, const std::string& suffix,
                          const std::string& body = {}) {
    return Json(Method::kPut, Path(id) + suffix, body, Key());
  }
  static ClientAnswer SignIn(const std::string& email) {
    return Json(Method::kPost, "/auth/login",
                R"({"username":")" + email + R"(","password":"a member password"})");
  }
  static ClientHeaders SignedIn(const std::string& email) {
    const ClientAnswer answer = SignIn(email);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return Bearer(Text(answer, "token"));
  }
  static ClientAnswer List(const std::string& query) {
    return Get(std::string(kMemberships) + query, Key());
  }
  static std::vector<std::string> Ids(const std::string& query) {
    std::vector<std::string> ids;
    const ClientAnswer answer = List(query);
    EXPECT_EQ(answer.status, 200) << answer.body;
    const json::Value list = Value(answer);
    for (const json::Value& one : *list.Find("data")->AsArray()) {
      ids.push_back(*one.Find("id")->AsString());
    }
    return ids;
  }
};

TEST_F(WorkOsMemberships, ANewOneHasTheMembersOfTheVendorsSchema) {
  const std::string user = NewUser("m1@member.example");
  const ClientAnswer made = Join(user, kAcme, R"(,"role_slug":"planner")");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_THAT(
      made.body,
      MatchesRegex(R"(\{"object":"organization_membership","id":"om_[0-9A-HJKMNP-TV-Z]{26}",)"
                   R"("user_id":"[^"]*","organization_id":"[^"]*","status":"active",)"
                   R"("directory_managed":false,"created_at":"[^"]*Z","updated_at":"[^"]*Z",)"
                   R"("organization_name":"Acme","role":\{"slug":"planner"},)"
                   R"("roles":\[\{"slug":"planner"}],"user":\{"object":"user".*"email":)"
                   R"("m1@member.example".*}})"));
  EXPECT_EQ(Get(Path(Text(made, "id")), Key()).body, made.body);
}

TEST_F(WorkOsMemberships, WithoutARoleTheDefaultOneIsSet) {
  const std::string id = Joined(NewUser("m2@member.example"), kAcme);
  EXPECT_THAT(Get(Path(id), Key()).body, HasSubstr(R"("role":{"slug":"member"})"));
}

TEST_F(WorkOsMemberships, RolesAreReplacedAndTakeEffectWithTheNextRequest) {
  const std::string id =
      Joined(NewUser("m3@member.example"), kAcme, R"(,"role_slugs":["planner"])");
  const ClientHeaders token = SignedIn("m3@member.example");
  EXPECT_THAT(Get("/v1/whoami", token).body, HasSubstr("planner"));
  const ClientAnswer updated = Put(id, "", R"({"role_slugs":["api","planner","api"]})");
  ASSERT_EQ(updated.status, 200) << updated.body;
  // The role of the highest priority comes first.
  EXPECT_THAT(updated.body, HasSubstr(R"("role":{"slug":"planner"})"));
  EXPECT_THAT(updated.body, HasSubstr(R"("roles":[{"slug":"planner"},{"slug":"api"}])"));
  EXPECT_EQ(Put(id, "", R"({"role_slug":"api"})").status, 200);
  const ClientAnswer who = Get("/v1/whoami", token);
  EXPECT_EQ(who.status, 200);
  EXPECT_THAT(who.body, ::testing::Not(HasSubstr("planner")));
}

TEST_F(WorkOsMemberships, ARoleOfAnOrganizationIsForItsMembersOnly) {
  Apply("[[organizations]]\nname = \"Other\"\nid = \"org_other_roles\"\n");
  const auto add_role = [](const std::string& organization) {
    return Json(Method::kPost, "/authorization/organizations/" + organization + "/roles",
                R"({"slug":"org-crew","name":"Crew"})", Key())
        .status;
  };
  ASSERT_EQ(add_role(kAcme), 201);
  const std::string user = NewUser("m9@member.example");
  EXPECT_EQ(Join(user, "org_other_roles", R"(,"role_slug":"org-crew")").status, 422);
  EXPECT_THAT(Join(user, kAcme, R"(,"role_slug":"org-crew")").body,
              HasSubstr(R"("role":{"slug":"org-crew"})"));
  EXPECT_EQ(Send(Method::kDelete,
                 "/authorization/organizations/" + std::string(kAcme) + "/roles/org-crew", Key())
                .status,
            409);
}

TEST_F(WorkOsMemberships, BadRolesAndForeignIdsAreRefusedAndChangeNothing) {
  const std::string user = NewUser("m4@member.example");
  const ClientAnswer unknown = Join(user, kAcme, R"(,"role_slug":"no-such-role")");
  EXPECT_EQ(unknown.status, 422);
  EXPECT_EQ(Text(unknown, "code"), "invalid_role");
  for (const char* more :
       {R"(,"role_slug":7)", R"(,"role_slugs":"planner")", R"(,"role_slugs":[])",
        R"(,"role_slug":"api","role_slugs":["api"])", R"(,"status":"inactive")",
        R"(,"roles":["planner"])", R"(,"position":0)", R"(,"directory_managed":true)"}) {
    const ClientAnswer refused = Join(user, kAcme, more);
    EXPECT_EQ(refused.status, 422) << more << refused.body;
    EXPECT_EQ(Text(refused, "code"), "invalid_request_parameters") << more;
  }
  EXPECT_EQ(Join("user_unknown", kAcme).status, 404);
  const ClientAnswer nowhere = Join(user, "org_unknown");
  EXPECT_EQ(nowhere.status, 404);
  EXPECT_EQ(Text(nowhere, "entity_id"), "org_unknown");
  EXPECT_THAT(Ids("?user_id=" + user), ElementsAre());
  const std::string id = Joined(user, kAcme);
  EXPECT_EQ(Put(id, "", R"({"organization_id":"org_other"})").status, 422);
  EXPECT_EQ(Put("om_unknown", "", R"({"role_slug":"api"})").status, 404);
}

// Incident class I2.
TEST_F(WorkOsMemberships, ARoleOfAnotherOrganizationIsNoRole) {
  const std::string own = NewOrganization("Own roles");
  const std::string other = NewOrganization("Other roles");
  const ClientAnswer role = Json(Method::kPost, "/authorization/organizations/" + own + "/roles",
                                 R"({"slug":"org-own","name":"Own"})", Key());
  ASSERT_EQ(role.status, 201) << role.body;
  const std::string user = NewUser("m8@member.example");
  EXPECT_EQ(Text(Join(user, other, R"(,"role_slug":"org-own")"), "code"), "invalid_role");
  const ClientAnswer joined = Join(user, own, R"(,"role_slug":"org-own")");
  EXPECT_EQ(joined.status, 201) << joined.body;
  EXPECT_THAT(joined.body, HasSubstr(R"("role":{"slug":"org-own"})"));
}

TEST_F(WorkOsMemberships, AListNeedsAUserOrAnOrganizationAndHasTheActiveOnes) {
  const ClientAnswer all = List("");
  EXPECT_EQ(all.status, 400);
  EXPECT_EQ(Text(all, "code"), "missing_user_id_or_organization_id");
  EXPECT_EQ(List("?user_id=u&statuses=gone").status, 422);
  const std::string organization = NewOrganization("Lists");
  std::vector<std::string> made;
  for (const char* name : {"l1", "l2", "l3"}) {
    clock_->Advance(std::chrono::milliseconds(1));
    made.push_back(Joined(NewUser(std::string(name) + "@list.example"), organization));
  }
  const std::string of = "?organization_id=" + organization;
  EXPECT_THAT(Ids(of), ElementsAre(made[2], made[1], made[0]));
  EXPECT_THAT(Ids(of + "&limit=1&after=" + made[2]), ElementsAre(made[1]));
  EXPECT_EQ(Put(made[1], "/deactivate").status, 200);
  EXPECT_THAT(Ids(of), ElementsAre(made[2], made[0]));
  EXPECT_THAT(Ids(of + "&statuses=inactive"), ElementsAre(made[1]));
  for (const char* encoding :
       {"&statuses=active,inactive", "&statuses=active&statuses=inactive",
        "&statuses[]=active&statuses[]=inactive", "&statuses[0]=active&statuses[1]=inactive"}) {
    EXPECT_EQ(Ids(of + encoding).size(), 3U) << encoding;
  }
}

// Incident class B4.
TEST_F(WorkOsMemberships, ADeactivatedOneRefusesTheTokensOfItsOrganizationOnly) {
  const std::string user = NewUser("m5@member.example");
  const std::string organization = NewOrganization("Suspends");
  const std::string id = Joined(user, organization);
  const ClientHeaders there = SignedIn("m5@member.example");
  const std::string other = Joined(user, kAcme);
  const ClientAnswer client = Json(
      Method::kPost, "/client/token",
      R"({"organization_id":")" + std::string(kAcme) + R"(","user_id":")" + user + R"("})", Key());
  const ClientHeaders elsewhere = Bearer(Text(client, "token"));
  ASSERT_EQ(Get("/v1/whoami", there).status, 200);
  ASSERT_EQ(Get("/v1/whoami", elsewhere).status, 200);
  const ClientAnswer inactive = Put(id, "/deactivate");
  EXPECT_EQ(inactive.status, 200) << inactive.body;
  EXPECT_EQ(Text(inactive, "status"), "inactive");
  EXPECT_EQ(Get("/v1/whoami", there).status, 401);
  EXPECT_EQ(Get("/v1/whoami", elsewhere).status, 200);
  EXPECT_EQ(Put(id, "/deactivate").body, inactive.body) << "no change";
  EXPECT_EQ(Text(Put(id, "/reactivate"), "status"), "active");
  EXPECT_EQ(Get("/v1/whoami", there).status, 401) << "no earlier token works again";
  ASSERT_EQ(Get("/v1/whoami", SignedIn("m5@member.example")).status, 200);
  EXPECT_EQ(Put(id, "/deactivate").status, 200);
  EXPECT_EQ(Put(other, "/deactivate").status, 200);
  EXPECT_EQ(SignIn("m5@member.example").status, 401) << "no active membership is left";
}

TEST_F(WorkOsMemberships, CreatingAnInactiveOneAgainActivatesItWithTheNewRole) {
  const std::string user = NewUser("m6@member.example");
  const std::string id = Joined(user, kAcme, R"(,"role_slug":"planner")");
  const ClientAnswer twice = Join(user, kAcme);
  EXPECT_EQ(twice.status, 409);
  EXPECT_EQ(Text(twice, "code"), "user_already_organization_member");
  EXPECT_EQ(Put(id, "/deactivate").status, 200);
  const ClientAnswer again = Join(user, kAcme, R"(,"role_slug":"api")");
  EXPECT_EQ(again.status, 201) << again.body;
  EXPECT_EQ(Text(again, "id"), id);
  EXPECT_EQ(Text(again, "status"), "active");
  EXPECT_THAT(again.body, HasSubstr(R"("role":{"slug":"api"})"));
}

TEST_F(WorkOsMemberships, DeletingOneIs200AndRevokesItsTokensAtOnce) {
  const std::string id = Joined(NewUser("m7@member.example"), kAcme);
  const ClientHeaders token = SignedIn("m7@member.example");
  ASSERT_EQ(Get("/v1/whoami", token).status, 200);
  const ClientAnswer deleted = Send(Method::kDelete, Path(id), Key());
  EXPECT_EQ(deleted.status, 200);
  EXPECT_EQ(deleted.body, "");
  EXPECT_EQ(Get("/v1/whoami", token).status, 401);
  EXPECT_EQ(SignIn("m7@member.example").status, 401);
  const ClientAnswer gone = Get(Path(id), Key());
  EXPECT_EQ(gone.status, 404);
  EXPECT_THAT(gone.body, HasSubstr("Organization Membership not found: '" + id + "'."));
}

}  // namespace
}  // namespace bearward::app
