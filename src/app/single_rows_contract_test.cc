// The routes of /v1 that read, change or delete one row and that no vendor's API has.
#include <vector>

#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class SingleRows : public ContractFixture {
 protected:
  static ClientHeaders Key() { return Bearer(kProductionKey); }
  static ClientAnswer Post(const std::string& path, const std::string& body) {
    return Json(Method::kPost, path, body, Key());
  }
  static std::string MadeText(const std::string& path, const std::string& body,
                              const std::string& member = "id") {
    const ClientAnswer made = Post(path, body);
    EXPECT_LT(made.status, 300) << made.body;
    return Text(made, member);
  }
  static ClientAnswer DeleteRole(const std::string& slug) {
    return Send(Method::kDelete, "/v1/roles/" + slug, Key());
  }
  static void MakeRole(const std::string& slug) {
    MadeText("/authorization/roles", R"({"name":"A role","slug":")" + slug + "\"}", "slug");
  }
  // AssignOnResource makes the roles of-member and of-group, and assigns them on a resource.
  static void AssignOnResource() {
    const std::string acme(kAcme);
    Apply("[[resource_types]]\nslug = \"project\"\n");
    for (const char* slug : {"of-member", "of-group"}) {
      MadeText(
          "/authorization/roles",
          R"({"name":"A role","resource_type_slug":"project","slug":")" + std::string(slug) + "\"}",
          "slug");
    }
    const std::string on =
        R"("resource_id":")" +
        MadeText("/authorization/resources",
                 R"({"resource_type_slug":"project","external_id":"single","name":"Single",)"
                 R"("organization_id":")" +
                     acme + "\"}") +
        "\"";
    const std::string user = MadeText("/user_management/users", R"({"email":"of@acme.example"})");
    const std::string member =
        MadeText("/user_management/organization_memberships",
                 R"({"user_id":")" + user + R"(","organization_id":")" + acme + "\"}");
    MadeText("/authorization/organization_memberships/" + member + "/role_assignments",
             R"({"role_slug":"of-member",)" + on + "}");
    const std::string group = MadeText("/organizations/" + acme + "/groups", R"({"name":"Named"})");
    MadeText("/authorization/groups/" + group + "/role_assignments",
             R"({"role_slug":"of-group",)" + on + "}");
  }
};

TEST_F(SingleRows, KeysOfEveryOwnerAreReadWithoutTheirValues) {
  const json::Value self = Value(Get("/v1/whoami", Key()));
  const ClientAnswer own =
      Get("/v1/api_keys/" + *self.Find("credential")->Find("id")->AsString(), Key());
  EXPECT_EQ(own.status, 200) << own.body;
  EXPECT_THAT(own.body, HasSubstr(R"("user_id":null)"));
  EXPECT_THAT(own.body, HasSubstr(R"("permissions":["*"])"));
  EXPECT_THAT(own.body, Not(HasSubstr("value\":\"sk_")));

  const std::string of_ann = Text(Get("/v1/users/" + std::string(kAnn) + "/api_key", Key()), "id");
  const ClientAnswer user = Get("/v1/api_keys/" + of_ann, Key());
  EXPECT_THAT(user.body, HasSubstr(R"("user_id":")" + std::string(kAnn)));
  EXPECT_THAT(user.body, Not(HasSubstr("permissions")));

  const ClientAnswer made = Post("/organizations/" + std::string(kAcme) + "/api_keys",
                                 R"({"name":"Own","permissions":["forms:read"]})");
  const ClientAnswer read = Get("/v1/organization_api_keys/" + Text(made, "id"), Key());
  EXPECT_EQ(read.status, 200) << read.body;
  EXPECT_THAT(read.body,
              HasSubstr(R"("organization_id":")" + std::string(kAcme) + R"(","user_id":null)"));
  EXPECT_THAT(read.body, Not(HasSubstr(Text(made, "value"))));
  EXPECT_EQ(Get("/v1/api_keys/" + Text(made, "id"), Key()).status, 404);
}

TEST_F(SingleRows, AnEventIsReadByItsNumber) {
  const json::Value list = Value(Get("/v1/events?limit=1", Key()));
  const std::int64_t number = *list.Find("data")->AsArray()->front().Find("number")->AsInt();
  const ClientAnswer one = Get("/v1/events/" + std::to_string(number), Key());
  EXPECT_EQ(one.status, 200) << one.body;
  EXPECT_EQ(*Value(one).Find("number")->AsInt(), number);
  for (const char* wrong : {"0", "-1", "x", "99999999999999999999", "9223372036854775807"}) {
    const ClientAnswer none = Get(std::string("/v1/events/") + wrong, Key());
    EXPECT_EQ(none.status, 404) << wrong;
    EXPECT_THAT(none.body, HasSubstr("event_not_found")) << wrong;
  }
}

TEST_F(SingleRows, ASessionIsReadWhileItLivesAndAfterItsEnd) {
  const ClientAnswer login =
      Json(Method::kPost, "/auth/login",
           R"({"username":"ann","password":")" + std::string(kAnnPassword) + "\"}");
  const ClientHeaders ann = Bearer(Text(login, "token"));
  const std::string id = Text(Get("/v1/whoami", ann), "session_id");
  const std::string path = "/v1/sessions/" + id;
  const ClientAnswer live = Get(path, ann);
  EXPECT_EQ(live.status, 200) << live.body;
  EXPECT_THAT(live.body, HasSubstr(R"("status":"active")"));
  EXPECT_THAT(live.body, HasSubstr(R"("auth_method":"password")"));
  EXPECT_THAT(live.body, HasSubstr(R"("user_id":")" + std::string(kAnn)));
  EXPECT_EQ(Send(Method::kPost, path + "/revoke", Key()).status, 200);
  const ClientAnswer ended = Get(path, Key());
  EXPECT_THAT(ended.body, HasSubstr(R"("status":"ended")"));
  EXPECT_THAT(ended.body, Not(HasSubstr(R"("ended_at":null)")));
}

TEST_F(SingleRows, ASigningKeyIsReadById) {
  const json::Value list = Value(Get("/v1/signing_keys", Key()));
  const std::string id = *list.Find("data")->AsArray()->front().Find("id")->AsString();
  const ClientAnswer one = Get("/v1/signing_keys/" + id, Key());
  EXPECT_EQ(one.status, 200) << one.body;
  EXPECT_EQ(Text(one, "id"), id);
  EXPECT_EQ(Get("/v1/signing_keys/none", Key()).status, 404);
}

TEST_F(SingleRows, AChangeOfAPolicyKeepsWhatItDoesNotName) {
  MadeText("/v1/policies",
           R"({"name":"kept","permissions":["forms:read"],"audience":"https://a.example"})",
           "name");
  const auto change = [](const std::string& body) {
    return Json(Method::kPatch, "/v1/policies/kept", body, Key());
  };
  const ClientAnswer changed = change(R"({"methods":["GET"]})");
  EXPECT_EQ(changed.status, 200) << changed.body;
  EXPECT_THAT(changed.body, HasSubstr(R"("permissions":["forms:read"])"));
  EXPECT_THAT(changed.body, HasSubstr(R"("audience":"https://a.example")"));
  EXPECT_THAT(change(R"({"audience":null})").body, HasSubstr(R"("audience":null)"));
  EXPECT_THAT(Get("/v1/policies/kept", Key()).body, HasSubstr(R"("methods":["GET"])"));
  for (const char* wrong : {R"({"metods":["GET"]})", R"({"methods":["get"]})",
                            R"({"credentials":[]})", R"({"organization_id":"org_none"})"}) {
    EXPECT_EQ(change(wrong).status, 400) << wrong;
  }
  EXPECT_EQ(Json(Method::kPatch, "/v1/policies/none", "{}", Key()).status, 404);
}

// A name that is used again later must not grant the new role to those who had the old one.
TEST_F(SingleRows, ARoleIsDeletedOnceNothingNamesIt) {
  for (const char* slug : {"on-object", "invited", "asked", "free"}) MakeRole(slug);
  Apply(R"(
[[objects]]
kind = "form"
name = "Named"
organization = "Acme"
roles = ["on-object"]
)");
  const std::string invitation = MadeText("/user_management/invitations",
                                          R"({"email":"new@acme.example","organization_id":")" +
                                              std::string(kAcme) + R"(","role_slug":"invited"})");
  MadeText("/user_management/invitations",
           R"({"email":"late@acme.example","expires_in_days":1,"role_slug":"asked",)"
           R"("organization_id":")" +
               std::string(kAcme) + "\"}");
  AssignOnResource();
  for (const char* slug : {"on-object", "invited", "asked", "of-member", "of-group"}) {
    const ClientAnswer refused = DeleteRole(slug);
    EXPECT_EQ(refused.status, 409) << slug << refused.body;
    EXPECT_THAT(refused.body, HasSubstr("role_has_assignments")) << slug;
  }
  EXPECT_EQ(Post("/user_management/invitations/" + invitation + "/revoke", "{}").status, 200);
  clock_->Advance(std::chrono::days(1));
  for (const char* slug : {"invited", "asked", "free"}) {
    const ClientAnswer deleted = DeleteRole(slug);
    EXPECT_EQ(deleted.status, 200) << slug << deleted.body;
    EXPECT_EQ(Text(deleted, "id"), slug);
    EXPECT_EQ(Get(std::string("/authorization/roles/") + slug, Key()).status, 404) << slug;
  }
  EXPECT_EQ(DeleteRole("free").status, 404);
  EXPECT_THAT(DeleteRole("member").body, HasSubstr("role_is_default"));
  const ClientAnswer events = Get("/v1/events?type=role.deleted", Key());
  EXPECT_THAT(events.body, HasSubstr(R"("slug")"));
}

}  // namespace
}  // namespace bearward::app
