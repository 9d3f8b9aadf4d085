// WorkOS' permissions and roles (contracts: WorkOS section 4.6).
#include <algorithm>
#include <map>
#include <string>

#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

class WorkOsAccess : public ContractFixture {
 protected:
  static ClientHeaders Key() { return Bearer(kProductionKey); }
  static ClientAnswer Post(const std::string& path, const std::string& body) {
    return Json(Method::kPost, "/authorization/" + path, body, Key());
  }
  static ClientAnswer Read(const std::string& path) { return Get("/authorization/" + path, Key()); }
  static std::vector<std::string> MembersOf(const ClientAnswer& answer) {
    std::vector<std::string> members;
    const json::Value value = Value(answer);
    for (const json::Member& member : *value.AsObject()) members.push_back(member.key);
    return members;
  }
  static std::vector<std::string> SlugsOf(const ClientAnswer& answer) {
    std::vector<std::string> slugs;
    const json::Value list = Value(answer);
    for (const json::Value& one : *list.Find("data")->AsArray()) {
      slugs.push_back(*one.Find("slug")->AsString());
    }
    return slugs;
  }
  static void AddPermission(const std::string& slug) {
    EXPECT_EQ(Post("permissions", R"({"slug":")" + slug + R"(","name":"A permission"})").status,
              201);
  }
  static inline const std::string kOwnRoles = "organizations/" + std::string(kAcme) + "/roles";
};

// A provisioning file replaced the permissions of the role admin in the other environment only.
TEST_F(WorkOsAccess, ANewEnvironmentHasRolesOfOrganizations) {
  const auto permissions = [](const std::string& slug, const char* key) {
    const json::Value role = Value(Get("/authorization/roles/" + slug, Bearer(key)));
    std::vector<std::string> texts;
    for (const json::Value& one : *role.Find("permissions")->AsArray()) {
      texts.push_back(*one.AsString());
    }
    return texts;
  };
  EXPECT_THAT(permissions("viewer", kSandboxKey),
              ElementsAre("events:read", "objects:read", "organizations:read"));
  const auto manager = permissions("manager", kSandboxKey);
  auto admin = permissions("admin", kSandboxKey);
  for (const char* own : {"keys:manage", "organizations:manage"}) {
    EXPECT_THAT(manager, Not(Contains(own)));
    EXPECT_EQ(std::erase(admin, own), 1U) << own;
  }
  EXPECT_EQ(admin, manager);
  EXPECT_THAT(admin, Not(Contains("*"))) << "it would include tokens:verify for every tenant";
  EXPECT_THAT(permissions("admin", kProductionKey), Contains("forms:read"));
}

// In /openapi.json a name stands for one schema. Both kinds of role had one name for the body, so
// that generated clients asked for a slug here too.
TEST_F(WorkOsAccess, OnlyARoleOfAnEnvironmentRequiresASlug) {
  std::map<std::string, bool> required;  // by the name of the schema
  for (const door::Route& route : core_->door().routes()) {
    if (!route.pattern.starts_with("/authorization/") || !route.pattern.ends_with("/roles"))
      continue;
    if (route.method != Method::kPost) continue;
    for (const json::Property& member : route.contract->body->members) {
      if (member.name == "slug") required.emplace(route.contract->body->name, member.required);
    }
  }
  EXPECT_EQ(required, (std::map<std::string, bool>{{"WorkOSOrganizationRoleInput", false},
                                                   {"WorkOSRoleInput", true}}));
}

TEST_F(WorkOsAccess, APermissionHasTheMembersOfTheVendorsSchema) {
  const ClientAnswer made = Post(
      "permissions", R"({"slug":"documents:read","name":"View","description":"Reads documents"})");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_THAT(MembersOf(made), ElementsAre("object", "id", "slug", "name", "description", "system",
                                           "resource_type_slug", "created_at", "updated_at"));
  EXPECT_THAT(Text(made, "id"), MatchesRegex("perm_[0-9A-HJKMNP-TV-Z]{26}"));
  EXPECT_THAT(made.body, HasSubstr(R"("system":false,"resource_type_slug":"organization")"));
  EXPECT_EQ(Read("permissions/documents%3Aread").body, made.body);
  const ClientAnswer changed = Json(Method::kPatch, "/authorization/permissions/documents:read",
                                    R"({"description":null})", Key());
  EXPECT_THAT(changed.body, HasSubstr(R"("name":"View","description":null)"));
  EXPECT_EQ(Send(Method::kDelete, "/authorization/permissions/documents:read", Key()).status, 204);
  const ClientAnswer gone = Read("permissions/documents:read");
  EXPECT_EQ(gone.status, 404);
  EXPECT_EQ(gone.body, R"({"message":"Permission not found: 'documents:read'.",)"
                       R"("code":"entity_not_found","entity_id":"documents:read"})");
}

TEST_F(WorkOsAccess, BadFieldsAre422AndATakenSlugIs409) {
  for (const char* body :
       {R"({"slug":"Upper","name":"x"})", R"({"slug":"a b","name":"x"})", R"({"slug":"ok"})",
        R"({"slug":"ok","name":""})", R"({"slug":"ok","name":7})",
        R"({"slug":"ok","name":"x","system":true})", R"({"slug":"ok","name":"x","id":"perm_1"})"}) {
    EXPECT_EQ(Post("permissions", body).status, 422) << body;
    EXPECT_EQ(Post("roles", body).status, 422) << body;
  }
  EXPECT_EQ(Post("roles", R"({"slug":"ok","name":"x","permissions":["*"]})").status, 422);
  EXPECT_EQ(Post("roles", R"({"slug":"org-x","name":"x"})").status, 422);
  EXPECT_EQ(Post("permissions", R"({"slug":"ok","name":"x","resource_type_slug":"no"})").status,
            404);
  AddPermission("taken:read");
  const ClientAnswer taken = Post("permissions", R"({"slug":"taken:read","name":"x"})");
  EXPECT_EQ(taken.status, 409);
  EXPECT_EQ(Text(taken, "code"), "permission_slug_conflict");
  EXPECT_EQ(Text(Post("permissions", R"({"slug":"users:manage","name":"x"})"), "code"),
            "permission_slug_conflict");
}

TEST_F(WorkOsAccess, AnEnvironmentHasTheDefaultRoleAndSystemPermissions) {
  const ClientAnswer member = Read("roles/member");
  EXPECT_EQ(member.status, 200);
  EXPECT_THAT(member.body, HasSubstr(R"("type":"EnvironmentRole")"));
  EXPECT_EQ(SlugsOf(Read("roles")).back(), "member");
  const ClientAnswer system = Read("permissions/widgets:users-table:manage");
  EXPECT_THAT(system.body, HasSubstr(R"("system":true)"));
  EXPECT_EQ(Send(Method::kDelete, "/authorization/permissions/users:manage", Key()).status, 403);
  EXPECT_EQ(Read("permissions/users:manage").status, 200);
  // The permissions of provisioned roles are listed too.
  EXPECT_THAT(Read("permissions/forms:read").body, HasSubstr(R"("system":false)"));
}

TEST_F(WorkOsAccess, ARoleHasTheMembersOfTheVendorsSchema) {
  AddPermission("papers:read");
  const ClientAnswer made = Post("roles", R"({"slug":"editor","name":"Editor"})");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_THAT(MembersOf(made),
              ElementsAre("object", "id", "slug", "name", "description", "permissions",
                          "resource_type_slug", "created_at", "updated_at", "type"));
  EXPECT_THAT(Text(made, "id"), MatchesRegex("role_[0-9A-HJKMNP-TV-Z]{26}"));
  EXPECT_EQ(Read("roles/editor").body, made.body);
  EXPECT_EQ(Text(Post("roles", R"({"slug":"editor","name":"x"})"), "code"), "role_slug_conflict");
  const ClientAnswer set = Json(Method::kPut, "/authorization/roles/editor/permissions",
                                R"({"permissions":["papers:read"]})", Key());
  EXPECT_EQ(set.status, 200);
  EXPECT_THAT(set.body, HasSubstr(R"("permissions":["papers:read"])"));
  EXPECT_EQ(Post("roles/editor/permissions", R"({"slug":"papers:read"})").body, set.body);
  const ClientAnswer unknown = Post("roles/editor/permissions", R"({"slug":"no:such"})");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_THAT(unknown.body, HasSubstr("Permission not found: 'no:such'."));
  EXPECT_EQ(Post("roles/editor/permissions", "{}").status, 422);
  EXPECT_EQ(Json(Method::kPut, "/authorization/roles/editor/permissions", "{}", Key()).status, 422);
  EXPECT_EQ(Read("roles/none").status, 404);
}

TEST_F(WorkOsAccess, ARoleOfAnOrganizationExistsThereOnly) {
  AddPermission("billing:read");
  const ClientAnswer made = Post(kOwnRoles, R"({"slug":"org-billing","name":"Billing"})");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_THAT(made.body, HasSubstr(R"("type":"OrganizationRole")"));
  EXPECT_EQ(Text(Post(kOwnRoles, R"({"slug":"org-billing","name":"x"})"), "code"),
            "organization_role_slug_conflict");
  EXPECT_EQ(Read(kOwnRoles + "/org-billing").body, made.body);
  EXPECT_EQ(Read("roles/org-billing").status, 404);
  EXPECT_THAT(Read(kOwnRoles + "/planner").body, HasSubstr(R"("type":"EnvironmentRole")"));
  EXPECT_EQ(Post("organizations/org_unknown/roles", R"({"name":"x"})").status, 404);
  EXPECT_THAT(Read("organizations/org_unknown/roles").body,
              HasSubstr("Organization not found: 'org_unknown'."));
  EXPECT_THAT(Text(Post(kOwnRoles, R"({"name":"Field Work"})"), "slug"),
              MatchesRegex("org-field-work-[0-9a-z]{6}"));
  const std::string permissions = "/authorization/" + kOwnRoles + "/org-billing/permissions";
  EXPECT_EQ(Json(Method::kPost, permissions, R"({"slug":"billing:read"})", Key()).status, 200);
  const ClientAnswer removed = Send(Method::kDelete, permissions + "/billing%3Aread", Key());
  EXPECT_EQ(removed.status, 200);
  EXPECT_THAT(removed.body, HasSubstr(R"("permissions":[])"));
}

TEST_F(WorkOsAccess, TheListOfAnOrganizationHasAllRolesThatItMayUse) {
  EXPECT_EQ(Post(kOwnRoles, R"({"slug":"org-listed","name":"Listed"})").status, 201);
  const ClientAnswer list = Read(kOwnRoles);
  EXPECT_THAT(MembersOf(list), ElementsAre("object", "data"));
  const auto slugs = SlugsOf(list);
  for (const char* slug : {"org-listed", "planner", "member"}) {
    EXPECT_NE(std::ranges::find(slugs, slug), slugs.end()) << slug;
  }
  EXPECT_EQ(Get("/organizations/" + std::string(kAcme) + "/roles", Key()).body, list.body);
  const auto of_environment = SlugsOf(Read("roles"));
  EXPECT_EQ(std::ranges::find(of_environment, "org-listed"), of_environment.end());
}

// WorkMobile answers 401 to a missing permission.
// Incident class B4: a role grants with the next request, and stops with the next request.
TEST_F(WorkOsAccess, ARoleThatIsAssignedGrantsAtOnceAndCannotBeDeleted) {
  EXPECT_EQ(Post(kOwnRoles, R"({"slug":"org-forms","name":"Forms"})").status, 201);
  Apply(
      "[[users]]\nusername = \"fay\"\npassword = \"fay's long password\"\n"
      "memberships = [{ organization = \"Acme\", roles = [\"org-forms\", \"api\"] }]\n");
  const ClientHeaders fay = Bearer(Json(Method::kPost, "/api/Account/Authenticate",
                                        R"({"username":"fay","password":"fay's long password"})")
                                       .body);
  EXPECT_EQ(Get("/api/Forms", fay).status, 401);
  const std::string role = "/authorization/" + kOwnRoles + "/org-forms";
  EXPECT_EQ(Json(Method::kPost, role + "/permissions", R"({"slug":"forms:read"})", Key()).status,
            200);
  EXPECT_EQ(Get("/api/Forms", fay).status, 200);
  const ClientAnswer refused = Send(Method::kDelete, role, Key());
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(Text(refused, "code"), "role_has_assignments");
  EXPECT_EQ(Send(Method::kDelete, role + "/permissions/forms:read", Key()).status, 200);
  EXPECT_EQ(Get("/api/Forms", fay).status, 401);
}

TEST_F(WorkOsAccess, ADeletedPermissionStopsGrantingAtOnce) {
  Apply(
      "[[roles]]\nslug = \"reader\"\npermissions = [\"api:access\", \"forms:read\"]\n"
      "[[users]]\nusername = \"dan\"\npassword = \"dan's long password\"\n"
      "memberships = [{ organization = \"Acme\", roles = [\"reader\"] }]\n");
  const ClientHeaders dan = Bearer(Json(Method::kPost, "/api/Account/Authenticate",
                                        R"({"username":"dan","password":"dan's long password"})")
                                       .body);
  EXPECT_EQ(Get("/api/Forms", dan).status, 200);
  EXPECT_EQ(Send(Method::kDelete, "/authorization/permissions/forms:read", Key()).status, 204);
  EXPECT_EQ(Get("/api/Forms", dan).status, 401);
  AddPermission("forms:read");
}

}  // namespace
}  // namespace bearward::app
