// WorkOsAuthorization: the fixture of the tests of WorkOS' fine-grained authorization.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/contract_fixture.h"

namespace bearward::app {

// kTypes form the tree organization > workspace > project > app.
inline constexpr const char* kTypes = R"(
[[resource_types]]
slug = "workspace"
name = "Workspace"
[[resource_types]]
slug = "project"
parent = "workspace"
[[resource_types]]
slug = "app"
parent = "project"
[[resource_types]]
slug = "report"
[[organizations]]
name = "Elsewhere"
id = "org_authz_elsewhere"
)";

// WorkOsAuthorization has the types of kTypes, and permissions and roles for each of them.
class WorkOsAuthorization : public ContractFixture {
 protected:
  static void SetUpTestSuite() {
    ContractFixture::SetUpTestSuite();
    Apply(kTypes);
    for (const auto& [slug, type] : {std::pair("workspace:view", "workspace"),
                                     {"project:view", "project"},
                                     {"project:edit", "project"},
                                     {"app:deploy", "app"},
                                     {"reports:see", "organization"}}) {
      MakePermission(slug, type);
    }
    MakeRole("workspace-admin", "workspace", R"("workspace:view","project:view","project:edit")");
    MakeRole("project-editor", "project", R"("project:view","project:edit")");
    MakeRole("project-viewer", "project", R"("project:view")");
    MakeRole("org-wide", "organization", R"("app:deploy","reports:see")");
  }
  static ClientHeaders Key() { return Bearer(kProductionKey); }
  static void MakePermission(const std::string& slug, const std::string& type) {
    const ClientAnswer made = Json(
        Method::kPost, "/authorization/permissions",
        R"({"slug":")" + slug + R"(","name":"P","resource_type_slug":")" + type + "\"}", Key());
    ASSERT_EQ(made.status, 201) << made.body;
  }
  // An organization role has the prefix org-, so the role org-wide is one of Acme.
  static void MakeRole(const std::string& slug, const std::string& type,
                       const std::string& permissions) {
    const std::string roles = slug.starts_with("org-")
                                  ? "/authorization/organizations/" + std::string(kAcme) + "/roles"
                                  : "/authorization/roles";
    const ClientAnswer made = Json(
        Method::kPost, roles,
        R"({"slug":")" + slug + R"(","name":"R","resource_type_slug":")" + type + "\"}", Key());
    ASSERT_EQ(made.status, 201) << made.body;
    const ClientAnswer set = Json(Method::kPut, roles + "/" + slug + "/permissions",
                                  R"({"permissions":[)" + permissions + "]}", Key());
    ASSERT_EQ(set.status, 200) << set.body;
  }
  static ClientAnswer Create(const std::string& type, const std::string& external_id,
                             const std::string& more = {},
                             const std::string& organization = kAcme) {
    // Lists are in order of creation: no two resources have the same time.
    clock_->Advance(std::chrono::milliseconds(1));
    return Json(Method::kPost, "/authorization/resources",
                R"({"organization_id":")" + organization + R"(","resource_type_slug":")" + type +
                    R"(","external_id":")" + external_id + R"(","name":"N")" + more + "}",
                Key());
  }
  static std::string Made(const ClientAnswer& answer) {
    EXPECT_EQ(answer.status, 201) << answer.body;
    return Text(answer, "id");
  }
  static std::string Below(const std::string& parent) {
    return R"(,"parent_resource_id":")" + parent + "\"";
  }
  // NewMember makes a user who is a member of an organization.
  static std::string NewMember(const std::string& email, const std::string& organization = kAcme) {
    const std::string user =
        Text(Json(Method::kPost, "/user_management/users", R"({"email":")" + email + "\"}", Key()),
             "id");
    return Made(Json(Method::kPost, "/user_management/organization_memberships",
                     R"({"user_id":")" + user + R"(","organization_id":")" + organization + "\"}",
                     Key()));
  }
  static std::string Of(const std::string& member) {
    return "/authorization/organization_memberships/" + member;
  }
  static ClientAnswer Assign(const std::string& member, const std::string& role,
                             const std::string& resource) {
    return Json(Method::kPost, Of(member) + "/role_assignments",
                R"({"role_slug":")" + role + R"(","resource_id":")" + resource + "\"}", Key());
  }
  static bool Allowed(const std::string& member, const std::string& permission,
                      const std::string& resource) {
    const ClientAnswer answer = Json(
        Method::kPost, Of(member) + "/check",
        R"({"permission_slug":")" + permission + R"(","resource_id":")" + resource + "\"}", Key());
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.body == R"({"authorized":true})";
  }
  // Listed returns a member of every item of a list.
  static std::vector<std::string> Listed(const std::string& target,
                                         const std::string& member = "id") {
    const ClientAnswer answer = Get(target, Key());
    EXPECT_EQ(answer.status, 200) << target << answer.body;
    std::vector<std::string> values;
    const json::Value list = Value(answer);
    if (list.Find("data") == nullptr) return values;
    for (const json::Value& item : *list.Find("data")->AsArray()) {
      values.push_back(*item.Find(member)->AsString());
    }
    return values;
  }
  static std::string NewGroup(const std::string& name) {
    return Made(Json(Method::kPost, "/organizations/" + std::string(kAcme) + "/groups",
                     R"({"name":")" + name + "\"}", Key()));
  }
  static std::string Members(const std::string& group) {
    return "/organizations/" + std::string(kAcme) + "/groups/" + group +
           "/organization-memberships";
  }
  static void Join(const std::string& group, const std::string& member) {
    EXPECT_EQ(Json(Method::kPost, Members(group),
                   R"({"organization_membership_id":")" + member + "\"}", Key())
                  .status,
              200);
  }
  static inline const std::string kExternal =
      "/authorization/organizations/" + std::string(kAcme) + "/resources/";
};

}  // namespace bearward::app
