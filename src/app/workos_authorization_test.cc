// WorkOS' fine-grained authorization: resources and access checks (contracts: WorkOS section 4.7).
#include "app/authorization_fixture.h"

namespace bearward::app {
namespace {

using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::UnorderedElementsAre;

TEST_F(WorkOsAuthorization, AResourceHasTheMembersOfTheVendorsSchemaAtBothAddresses) {
  const ClientAnswer made = Create("workspace", "ws-1", R"(,"description":"First")");
  const std::string id = Made(made);
  EXPECT_THAT(id, MatchesRegex("authz_resource_[0-9A-HJKMNP-TV-Z]{26}"));
  std::vector<std::string> members;
  const json::Value value = Value(made);
  for (const json::Member& member : *value.AsObject()) members.push_back(member.key);
  EXPECT_THAT(members, UnorderedElementsAre("object", "id", "organization_id", "external_id",
                                            "name", "description", "resource_type_slug",
                                            "parent_resource_id", "created_at", "updated_at"));
  EXPECT_EQ(Get("/authorization/resources/" + id, Key()).body, made.body);
  EXPECT_EQ(Get(kExternal + "workspace/ws-1", Key()).body, made.body);
  EXPECT_EQ(Get(kExternal + "report/ws-1", Key()).status, 404);
  const ClientAnswer renamed =
      Json(Method::kPatch, kExternal + "workspace/ws-1", R"({"name":"Renamed"})", Key());
  EXPECT_EQ(Text(renamed, "name"), "Renamed");
  EXPECT_EQ(Text(Json(Method::kPatch, "/authorization/resources/" + id,
                      R"({"description":null,"name":"Again"})", Key()),
                 "name"),
            "Again");
  const ClientAnswer again = Create("workspace", "ws-1");
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(Text(again, "code"), "authorization_resource_external_id_conflict");
  EXPECT_EQ(Send(Method::kDelete, kExternal + "workspace/ws-1", Key()).status, 204);
  EXPECT_THAT(Get("/authorization/resources/" + id, Key()).body,
              HasSubstr("Authorization Resource not found: '" + id + "'."));
}

TEST_F(WorkOsAuthorization, BadFieldsAndUnknownTypesAreRefused) {
  EXPECT_EQ(Create("galaxy", "x").status, 404);
  EXPECT_EQ(Create("organization", "x").status, 422);
  EXPECT_EQ(Create("workspace", "").status, 422);
  EXPECT_EQ(Create("workspace", std::string(129, 'x')).status, 422);
  EXPECT_EQ(Create("workspace", "x", R"(,"color":"red")").status, 422);
  EXPECT_EQ(Create("workspace", "x", {}, "org_none").status, 404);
  EXPECT_EQ(Create("project", "x", R"(,"parent_resource_external_id":"ws")").status, 422);
  EXPECT_EQ(Create("project", "x", Below("authz_resource_none")).status, 404);
  EXPECT_EQ(Create("workspace", "x", R"(,"parent_resource_id":7)").status, 422);
  EXPECT_THAT(Listed("/authorization/resources?organization_id=" + std::string(kAcme) +
                     "&resource_external_id=x"),
              IsEmpty());
}

TEST_F(WorkOsAuthorization, AParentHasTheParentTypeAndTheSameOrganization) {
  const std::string workspace = Made(Create("workspace", "parent-ws"));
  const std::string project = Made(Create(
      "project", "parent-p",
      R"(,"parent_resource_external_id":"parent-ws","parent_resource_type_slug":"workspace")"));
  EXPECT_EQ(Text(Get("/authorization/resources/" + project, Key()), "parent_resource_id"),
            workspace);
  // An app belongs below a project, and nothing below itself.
  EXPECT_EQ(Create("app", "parent-a", Below(workspace)).status, 422);
  EXPECT_EQ(Create("workspace", "parent-w", Below(workspace)).status, 422);
  EXPECT_EQ(Create("project", "foreign", Below(workspace), "org_authz_elsewhere").status, 404);
  EXPECT_EQ(Json(Method::kPatch, "/authorization/resources/" + workspace,
                 R"({"parent_resource_id":")" + project + "\"}", Key())
                .status,
            422);
  // The organization is a resource as well: the root.
  const std::string moved =
      R"({"parent_resource_type_slug":"organization","parent_resource_external_id":")" +
      std::string(kAcme) + "\"}";
  const ClientAnswer up = Json(Method::kPatch, "/authorization/resources/" + project, moved, Key());
  EXPECT_THAT(up.body, HasSubstr(R"("parent_resource_id":null)"));
  const std::string root = "authz_resource_" + std::string(kAcme);
  EXPECT_EQ(Text(Get("/authorization/resources/" + root, Key()), "external_id"), kAcme);
  EXPECT_EQ(Get(kExternal + "organization/" + kAcme, Key()).status, 200);
  EXPECT_EQ(Get(kExternal + "organization/org_authz_elsewhere", Key()).status, 404);
  EXPECT_EQ(Send(Method::kDelete, "/authorization/resources/" + root, Key()).status, 404);
}

TEST_F(WorkOsAuthorization, TheListIsFilteredByOrganizationTypeExternalIdAndParent) {
  const std::string workspace = Made(Create("workspace", "list-ws"));
  const std::string one = Made(Create("project", "list-1", Below(workspace)));
  const std::string two = Made(Create("project", "list-2", Below(workspace)));
  const std::string list = "/authorization/resources?";
  const ClientAnswer unfiltered = Get(list + "limit=5", Key());
  EXPECT_EQ(unfiltered.status, 400);
  EXPECT_EQ(Text(unfiltered, "code"), "missing_organization_id_or_resource_type_slug");
  EXPECT_THAT(Listed(list + "resource_type_slug=project&parent_resource_id=" + workspace),
              ElementsAre(two, one));
  EXPECT_THAT(Listed(list + "organization_id=" + kAcme +
                     "&parent_resource_type_slug=workspace&parent_external_id=list-ws&order=asc"),
              ElementsAre(one, two));
  EXPECT_THAT(Listed(list + "organization_id=" + kAcme + "&resource_external_id=list-2"),
              ElementsAre(two));
  EXPECT_THAT(Listed(list + "organization_id=" + kAcme +
                     "&resource_type_slug=workspace"
                     "&parent_resource_id=authz_resource_" +
                     kAcme + "&resource_external_id=list-ws"),
              ElementsAre(workspace));
  EXPECT_THAT(Listed(list + "organization_id=org_authz_elsewhere"), IsEmpty());
  EXPECT_EQ(Get(list + "organization_id=" + kAcme + "&parent_external_id=list-ws", Key()).status,
            422);
}

TEST_F(WorkOsAuthorization, AResourceWithDependentsIsDeletedOnlyByCascade) {
  const std::string workspace = Made(Create("workspace", "cascade-ws"));
  const std::string project = Made(Create("project", "cascade-p", Below(workspace)));
  const std::string app = Made(Create("app", "cascade-a", Below(project)));
  const std::string member = NewMember("cascade@authz.example");
  EXPECT_EQ(Assign(member, "project-viewer", project).status, 201);
  const std::string target = "/authorization/resources/" + workspace;
  const ClientAnswer refused = Send(Method::kDelete, target, Key());
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(Text(refused, "code"), "resource_has_dependents");
  EXPECT_EQ(Send(Method::kDelete, target + "?cascade_delete=maybe", Key()).status, 422);
  EXPECT_EQ(Get("/authorization/resources/" + app, Key()).status, 200);
  EXPECT_EQ(Send(Method::kDelete, target + "?cascade_delete=true", Key()).status, 204);
  for (const std::string& id : {workspace, project, app}) {
    EXPECT_EQ(Get("/authorization/resources/" + id, Key()).status, 404);
  }
  EXPECT_THAT(Listed(Of(member) + "/role_assignments"), ::testing::SizeIs(1));
  // A role alone is a dependent as well.
  const std::string alone = Made(Create("project", "cascade-alone"));
  EXPECT_EQ(Assign(member, "project-viewer", alone).status, 201);
  EXPECT_EQ(Send(Method::kDelete, "/authorization/resources/" + alone, Key()).status, 409);
}

TEST_F(WorkOsAuthorization, PermissionsAreInheritedByDescendantsAndNotByAncestors) {
  const std::string workspace = Made(Create("workspace", "check-ws"));
  const std::string project = Made(Create("project", "check-p", Below(workspace)));
  const std::string sibling = Made(Create("project", "check-s"));
  const std::string member = NewMember("check@authz.example");
  EXPECT_FALSE(Allowed(member, "project:edit", project));
  EXPECT_EQ(Assign(member, "workspace-admin", workspace).status, 201);
  EXPECT_TRUE(Allowed(member, "project:edit", project));
  EXPECT_TRUE(Allowed(member, "workspace:view", workspace));
  EXPECT_FALSE(Allowed(member, "project:edit", sibling));
  EXPECT_FALSE(Allowed(member, "project:edit", workspace));  // of another type
  const std::string other = NewMember("check2@authz.example");
  EXPECT_EQ(Assign(other, "project-editor", project).status, 201);
  EXPECT_FALSE(Allowed(other, "workspace:view", workspace));
  EXPECT_EQ(Json(Method::kPost, Of(member) + "/check",
                 R"({"permission_slug":"project:edit","resource_type_slug":"project",)"
                 R"("resource_external_id":"check-p"})",
                 Key())
                .body,
            R"({"authorized":true})");
  EXPECT_THAT(Listed(Of(member) + "/resources/" + project + "/permissions", "slug"),
              UnorderedElementsAre("project:view", "project:edit"));
  EXPECT_THAT(
      Listed(Of(other) + "/resources/project/check-p/permissions?limit=1&order=asc", "slug"),
      ElementsAre(AnyOf("project:view", "project:edit")));
  EXPECT_THAT(Listed("/authorization/resources/" + workspace + "/organization_memberships/" +
                         member + "/permissions",
                     "slug"),
              ElementsAre("workspace:view"));
  // An inactive member has nothing.
  EXPECT_EQ(Send(Method::kPut,
                 "/user_management/organization_memberships/" + member + "/deactivate", Key())
                .status,
            200);
  EXPECT_FALSE(Allowed(member, "project:edit", project));
  EXPECT_THAT(Listed(Of(member) + "/resources/" + project + "/permissions"), IsEmpty());
}

TEST_F(WorkOsAuthorization, AMalformedOrForeignQuestionIsAnErrorAndNeverYes) {
  const std::string project = Made(Create("project", "question-p"));
  const std::string foreign = Made(Create("project", "question-f", {}, "org_authz_elsewhere"));
  const std::string member = NewMember("question@authz.example");
  const auto ask = [&](const std::string& who, const std::string& body) {
    return Json(Method::kPost, Of(who) + "/check", body, Key()).status;
  };
  const std::string on = R"("resource_id":")" + project + "\"";
  EXPECT_EQ(ask(member, R"({"permission_slug":"project:view",)" + on + "}"), 200);
  EXPECT_EQ(ask(member, "{" + on + "}"), 422);
  EXPECT_EQ(ask(member, R"({"permission_slug":"project:view"})"), 422);
  EXPECT_EQ(ask(member,
                R"({"permission_slug":"project:view","resource_type_slug":"project",)" + on + "}"),
            422);
  EXPECT_EQ(ask(member, R"({"permission_slug":"no:such",)" + on + "}"), 404);
  EXPECT_EQ(ask("om_none", R"({"permission_slug":"project:view",)" + on + "}"), 404);
  EXPECT_EQ(ask(member, R"({"permission_slug":"project:view","resource_id":")" + foreign + "\"}"),
            404);
}

TEST_F(WorkOsAuthorization, ResourcesAndMembersAreFoundBothWays) {
  const std::string workspace = Made(Create("workspace", "find-ws"));
  const std::string one = Made(Create("project", "find-1", Below(workspace)));
  const std::string two = Made(Create("project", "find-2", Below(workspace)));
  const std::string admin = NewMember("find-admin@authz.example");
  const std::string viewer = NewMember("find-viewer@authz.example");
  EXPECT_EQ(Assign(admin, "workspace-admin", workspace).status, 201);
  EXPECT_EQ(Assign(viewer, "project-viewer", two).status, 201);
  const auto children = [&](const std::string& member, const std::string& permission) {
    return Listed(Of(member) + "/resources?permission_slug=" + permission +
                  "&parent_resource_id=" + workspace);
  };
  EXPECT_THAT(children(admin, "project:view"), ElementsAre(two, one));
  EXPECT_THAT(children(viewer, "project:view"), ElementsAre(two));
  EXPECT_THAT(children(viewer, "project:edit"), IsEmpty());
  EXPECT_THAT(Listed(Of(viewer) +
                     "/resources?permission_slug=project:view"
                     "&parent_resource_type_slug=workspace&parent_resource_external_id=find-ws"),
              ElementsAre(two));
  EXPECT_EQ(Get(Of(viewer) + "/resources?permission_slug=project:view", Key()).status, 422);
  EXPECT_EQ(Get(Of(viewer) + "/resources?parent_resource_id=" + workspace, Key()).status, 422);
  const std::string members =
      "/authorization/resources/" + two + "/organization_memberships?permission_slug=";
  EXPECT_THAT(Listed(members + "project:view"), ElementsAre(viewer));
  EXPECT_THAT(Listed(members + "project:view&assignment=indirect"),
              UnorderedElementsAre(viewer, admin));
  EXPECT_THAT(Listed(members + "project:edit&assignment=indirect"), ElementsAre(admin));
  EXPECT_THAT(Listed(members + "workspace:view&assignment=indirect"), IsEmpty());
  EXPECT_EQ(Get(members + "project:view&assignment=some", Key()).status, 422);
  EXPECT_THAT(Listed(kExternal + "project/find-2/organization_memberships"
                                 "?permission_slug=project:view"),
              ElementsAre(viewer));
  EXPECT_THAT(Get(members + "project:view", Key()).body,
              ::testing::AllOf(HasSubstr(R"("user":{)"), ::testing::Not(HasSubstr("\"roles\""))));
}

TEST_F(WorkOsAuthorization, ARoleInTheOrganizationReachesEveryResource) {
  const std::string app = Made(Create("app", "wide-app"));
  const std::string member = NewMember("wide@authz.example");
  EXPECT_EQ(Assign(member, "org-wide", "authz_resource_" + std::string(kAcme)).status, 201);
  EXPECT_TRUE(Allowed(member, "app:deploy", app));
  EXPECT_THAT(Listed("/authorization/resources/" + app +
                     "/organization_memberships?permission_slug=app:deploy&assignment=indirect"),
              ::testing::Contains(member));
  EXPECT_THAT(Listed("/authorization/resources/" + app +
                     "/organization_memberships?permission_slug=app:deploy"),
              IsEmpty());
  EXPECT_THAT(Listed(Of(member) +
                     "/resources?permission_slug=app:deploy&parent_resource_id="
                     "authz_resource_" +
                     kAcme),
              ::testing::Contains(app));
  // The role has an assignment, so it cannot be deleted.
  EXPECT_EQ(Send(Method::kDelete,
                 "/authorization/organizations/" + std::string(kAcme) + "/roles/org-wide", Key())
                .status,
            409);
}

}  // namespace
}  // namespace bearward::app
