// What the administrator of an organization does in it from the console, by the role `admin`:
// invitations, API keys and sessions. Everything of another organization does not exist for it
// (incident class I2), and it grants nothing that it does not have (incident class I3).
#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string kInvitations = "/user_management/invitations";
const std::string kMemberships = "/user_management/organization_memberships";

class OrganizationAdministrator : public ContractFixture {
 protected:
  static void SetUpTestSuite() {
    ContractFixture::SetUpTestSuite();
    Apply(R"(
[[roles]]
slug = "poster"
permissions = ["posts:read", "posts:write"]
[[organizations]]
name = "Hooli"
id = "org_hooli"
[[users]]
username = "gil"
password = "a rather long password"
memberships = [{ organization = "Hooli", roles = ["admin"] }]
[[users]]
username = "peter"
id = "user_peter"
email = "peter@hooli.example"
first_name = "Peter"
password = "a rather long password"
memberships = [{ organization = "Hooli", roles = ["poster"] }]
[[users]]
username = "quinn"
id = "user_quinn"
email = "quinn@hooli.example"
password = "a rather long password"
memberships = [{ organization = "Hooli" }]
[[users]]
username = "rob"
id = "user_rob"
memberships = [{ organization = "Hooli" }]
[[users]]
username = "pam"
id = "user_pam"
password = "a rather long password"
memberships = [{ organization = "Acme", roles = ["poster"] }]
[[users]]
username = "nell"
id = "user_nell"
password = "a rather long password"
memberships = [{ organization = "Acme" }]
)");
  }
  void SetUp() override { clock_->Advance(std::chrono::minutes(2)); }

  static ClientHeaders Session(const std::string& username) {
    return ConsoleSession(username, "a rather long password");
  }
  static ClientHeaders Key() { return Bearer(kProductionKey); }
  static std::string KeysOf(const std::string& organization) {
    return "/organizations/" + organization + "/api_keys";
  }
  // Invite invites an address to an organization; `more` are further members.
  static ClientAnswer Invite(const ClientHeaders& who, const std::string& email,
                             const std::string& organization, const std::string& more = {}) {
    return Json(
        Method::kPost, kInvitations,
        R"({"email":")" + email + R"(","organization_id":")" + organization + "\"" + more + "}",
        who);
  }
  static ClientAnswer Post(const ClientHeaders& who, const std::string& path,
                           const std::string& body = "{}") {
    return Json(Method::kPost, path, body, who);
  }
  static void ExpectRefused(const ClientAnswer& answer, int status, const std::string& code) {
    EXPECT_EQ(answer.status, status) << answer.body;
    EXPECT_EQ(Text(answer, "code"), code) << answer.body;
  }
  static std::string PathOf(const std::string& invitation) {
    return kInvitations + "/" + invitation;
  }
  static std::string StateOf(const std::string& invitation) {
    return Text(Get(PathOf(invitation), Key()), "state");
  }
  static int Whoami(const std::string& value) { return Get("/v1/whoami", Bearer(value)).status; }
};

TEST_F(OrganizationAdministrator, InvitesSendsAgainAndRevokesWithoutSeeingTheToken) {
  const ClientHeaders root = Session("root");
  const ClientAnswer made = Invite(root, "a1@new.example", kAcme, R"(,"role_slug":"planner")");
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string id = Text(made, "id");
  const std::string one = PathOf(id);
  const ClientAnswer read = Get(one, root);
  const ClientAnswer list = Get(kInvitations + "?organization_id=" + kAcme, root);
  EXPECT_EQ(read.body, made.body);
  EXPECT_THAT(list.body, HasSubstr(id));
  clock_->Advance(std::chrono::seconds(30));
  const ClientAnswer resent = Post(root, one + "/resend");
  EXPECT_EQ(resent.status, 200) << resent.body;
  for (const ClientAnswer& answer : {made, read, list, resent}) {
    EXPECT_THAT(answer.body, Not(HasSubstr("token")));
    EXPECT_THAT(answer.body, Not(HasSubstr("accept_invitation_url")));
  }
  EXPECT_NE(Text(Get(one, Key()), "token"), "") << "positive control";
  EXPECT_EQ(Text(Post(root, one + "/revoke"), "state"), "revoked");
  EXPECT_EQ(StateOf(id), "revoked");
  const ClientAnswer events = Get("/v1/events?type=invitation.created&target=" + id, Key());
  EXPECT_THAT(events.body, HasSubstr(R"("actor_kind":"user")"));
}

TEST_F(OrganizationAdministrator, DoesNotAcceptForTheOwnerOfTheAddress) {
  const ClientHeaders root = Session("root");
  const ClientAnswer made = Invite(root, "quinn@hooli.example", kAcme);
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string one = PathOf(Text(made, "id"));
  ExpectRefused(Post(root, one + "/accept"), 403, "not_the_environment");
  const std::string token = Text(Get(one, Key()), "token");
  ExpectRefused(Get(kInvitations + "/by_token/" + token, root), 403, "not_the_environment");
  ExpectRefused(Post(root, kMemberships,
                     R"({"user_id":"user_rob","organization_id":")" + std::string(kAcme) + "\"}"),
                403, "not_the_environment");
  EXPECT_EQ(StateOf(Text(made, "id")), "pending");
}

// An invited user has not agreed that the organization reads about it.
TEST_F(OrganizationAdministrator, SeesOfAnInvitedUserOnlyTheInvitation) {
  const ClientHeaders root = Session("root");
  const std::string pending = kMemberships + "?statuses=pending&organization_id=" + kAcme;
  Invite(root, "peter@hooli.example", kAcme);
  EXPECT_THAT(Get(pending, Key()).body, HasSubstr("Peter")) << "positive control";
  const ClientAnswer list = Get(pending, root);
  EXPECT_EQ(list.status, 200) << list.body;
  EXPECT_THAT(list.body, Not(HasSubstr("Peter")));
  EXPECT_THAT(list.body, Not(HasSubstr("peter@hooli.example")));
  EXPECT_EQ(Get("/v1/users/user_peter", root).status, 404);
}

TEST_F(OrganizationAdministrator, NeitherGrantsNorManagesARoleBeyondItsOwnRights) {
  const ClientHeaders root = Session("root");
  ExpectRefused(Invite(root, "a2@new.example", kAcme, R"(,"role_slug":"poster")"), 403,
                "exceeds_own_permissions");
  const ClientAnswer stronger = Invite(Key(), "a3@new.example", kAcme, R"(,"role_slug":"poster")");
  ASSERT_EQ(stronger.status, 201) << stronger.body;
  const std::string one = PathOf(Text(stronger, "id"));
  EXPECT_EQ(Get(one, root).status, 200);
  for (const char* verb : {"/resend", "/revoke"}) {
    ExpectRefused(Post(root, one + verb), 403, "exceeds_own_permissions");
  }
  EXPECT_EQ(StateOf(Text(stronger, "id")), "pending");
}

TEST_F(OrganizationAdministrator, InvitesInItsOwnNameOnly) {
  const ClientHeaders root = Session("root");
  ExpectRefused(
      Invite(root, "a4@new.example", kAcme, R"(,"inviter_user_id":")" + std::string(kAnn) + "\""),
      404, "entity_not_found");
  const ClientAnswer made = Invite(root, "a4@new.example", kAcme);
  const json::Value who = Value(Get("/v1/whoami", root));
  EXPECT_EQ(Text(made, "inviter_user_id"), *who.Find("subject")->Find("id")->AsString());
}

TEST_F(OrganizationAdministrator, ReachesNoInvitationOfAnotherOrganizationOrOfTheEnvironment) {
  const ClientHeaders root = Session("root");
  const ClientAnswer foreign = Invite(Session("gil"), "a5@new.example", "org_hooli");
  ASSERT_EQ(foreign.status, 201) << foreign.body;
  const ClientAnswer of_environment =
      Json(Method::kPost, kInvitations, R"({"email":"a6@new.example"})", Key());
  for (const ClientAnswer* invitation : {&foreign, &of_environment}) {
    const std::string id = Text(*invitation, "id");
    const std::string one = PathOf(id);
    EXPECT_EQ(Get(one, root).status, 404);
    EXPECT_EQ(Post(root, one + "/resend").status, 404);
    EXPECT_EQ(Post(root, one + "/revoke").status, 404);
    EXPECT_THAT(Get(kInvitations + "?limit=100", root).body, Not(HasSubstr(id)));
    EXPECT_EQ(StateOf(id), "pending");
  }
  EXPECT_THAT(Get(kInvitations + "?organization_id=org_hooli", root).body,
              HasSubstr(R"("data":[])"));
  EXPECT_EQ(Invite(root, "a7@new.example", "org_hooli").status, 404);
  EXPECT_EQ(Json(Method::kPost, kInvitations, R"({"email":"a7@new.example"})", root).status, 404);
  EXPECT_THAT(Get(kInvitations + "?email=a7@new.example", Key()).body, HasSubstr(R"("data":[])"));
}

TEST_F(OrganizationAdministrator, NeedsThePermissions) {
  const ClientHeaders nell = Session("nell");
  EXPECT_EQ(Get(kInvitations + "?organization_id=" + kAcme, nell).status, 403);
  EXPECT_EQ(Invite(nell, "a8@new.example", kAcme).status, 403);
  EXPECT_EQ(Get(KeysOf(kAcme), nell).status, 403);
  EXPECT_EQ(Post(nell, KeysOf(kAcme), R"({"name":"CI"})").status, 403);
  EXPECT_EQ(Get("/user_management/users/user_pam/sessions", nell).status, 403);
}

TEST_F(OrganizationAdministrator, MakesExpiresAndDeletesApiKeysOfItsOrganization) {
  const ClientHeaders root = Session("root");
  const ClientAnswer made =
      Post(root, KeysOf(kAcme), R"({"name":"CI","permissions":["forms:read"]})");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(Whoami(Text(made, "value")), 200);
  EXPECT_THAT(Get(KeysOf(kAcme), root).body, HasSubstr(Text(made, "id")));
  EXPECT_EQ(Post(root, "/api_keys/" + Text(made, "id") + "/expire").status, 200);
  EXPECT_EQ(Whoami(Text(made, "value")), 401);
  EXPECT_EQ(Send(Method::kDelete, "/api_keys/" + Text(made, "id"), root).status, 204);
}

TEST_F(OrganizationAdministrator, NeitherMakesNorEndsAKeyBeyondItsOwnRights) {
  const ClientHeaders root = Session("root");
  ExpectRefused(Post(root, KeysOf(kAcme), R"({"name":"CI","permissions":["posts:write"]})"), 403,
                "exceeds_own_permissions");
  const ClientAnswer stronger =
      Post(Key(), KeysOf(kAcme), R"({"name":"CI","permissions":["posts:write"]})");
  ASSERT_EQ(stronger.status, 201) << stronger.body;
  const std::string one = "/api_keys/" + Text(stronger, "id");
  ExpectRefused(Post(root, one + "/expire"), 403, "exceeds_own_permissions");
  ExpectRefused(Send(Method::kDelete, one, root), 403, "exceeds_own_permissions");
  const ClientAnswer of_user =
      Post(Key(), "/user_management/users/user_nell/api_keys",
           R"({"name":"CI","organization_id":")" + std::string(kAcme) + "\"}");
  ASSERT_EQ(of_user.status, 201) << of_user.body;
  const std::string users = "/api_keys/" + Text(of_user, "id");
  ExpectRefused(Post(root, users + "/expire"), 403, "not_the_environment");
  ExpectRefused(Send(Method::kDelete, users, root), 403, "not_the_environment");
  for (const ClientAnswer* key : {&stronger, &of_user}) {
    EXPECT_EQ(Whoami(Text(*key, "value")), 200);
  }
}

TEST_F(OrganizationAdministrator, ReachesNoKeyOfAnotherOrganization) {
  const ClientHeaders root = Session("root");
  const ClientAnswer foreign = Post(Session("gil"), KeysOf("org_hooli"), R"({"name":"CI"})");
  ASSERT_EQ(foreign.status, 201) << foreign.body;
  const std::string one = "/api_keys/" + Text(foreign, "id");
  EXPECT_EQ(Get(KeysOf("org_hooli"), root).status, 404);
  EXPECT_EQ(Post(root, KeysOf("org_hooli"), R"({"name":"CI"})").status, 404);
  EXPECT_EQ(Post(root, one + "/expire").status, 404);
  EXPECT_EQ(Send(Method::kDelete, one, root).status, 404);
  EXPECT_EQ(Whoami(Text(foreign, "value")), 200);
}

TEST_F(OrganizationAdministrator, SeesAndEndsTheSessionsOfMembersInItsOrganization) {
  const ClientHeaders root = Session("root");
  const ClientHeaders nell = Session("nell");
  const std::string session = Text(Get("/v1/whoami", nell), "session_id");
  const std::string path = "/user_management/users/user_nell/sessions";
  EXPECT_THAT(Get(path, root).body, HasSubstr(session));
  const std::string revoke = R"({"session_id":")" + session + "\"}";
  const ClientHeaders stranger = Session("gil");
  EXPECT_EQ(Get(path, stranger).status, 404);
  EXPECT_EQ(Post(stranger, "/user_management/sessions/revoke", revoke).status, 404);
  EXPECT_EQ(Get("/v1/whoami", nell).status, 200);
  EXPECT_EQ(Post(root, "/user_management/sessions/revoke", revoke).status, 200);
  EXPECT_EQ(Get("/v1/whoami", nell).status, 401);
}

TEST_F(OrganizationAdministrator, SeesNoSessionOfAMemberElsewhere) {
  Apply(R"(
[[users]]
username = "both"
id = "user_both"
password = "a rather long password"
memberships = [{ organization = "Acme" }, { organization = "Hooli" }]
)");
  const ClientAnswer at_home = Json(Method::kPost, "/auth/login",
                                    R"({"username":"both","password":"a rather long password"})");
  const std::string session = Text(Get("/v1/whoami", Bearer(Text(at_home, "token"))), "session_id");
  ASSERT_NE(session, "");
  const std::string path = "/user_management/users/user_both/sessions";
  EXPECT_THAT(Get(path, Session("root")).body, HasSubstr(session));
  const ClientAnswer guest = Get(path, Session("gil"));
  EXPECT_EQ(guest.status, 200) << guest.body;
  EXPECT_THAT(guest.body, HasSubstr(R"("data":[])"));
  Invite(Session("root"), "peter@hooli.example", kAcme);
  EXPECT_EQ(Get("/user_management/users/user_peter/sessions", Session("root")).status, 404)
      << "a pending member has no session here";
}

}  // namespace
}  // namespace bearward::app
