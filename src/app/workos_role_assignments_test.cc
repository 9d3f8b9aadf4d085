// WorkOS' role assignments of members and groups (contracts: WorkOS section 4.7).
#include "app/authorization_fixture.h"

namespace bearward::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::UnorderedElementsAre;

class WorkOsRoleAssignments : public WorkOsAuthorization {};

TEST_F(WorkOsRoleAssignments, AnAssignmentHasTheMembersOfTheVendorsSchemaAndIsRemovedOnce) {
  const std::string project = Made(Create("project", "assign-p"));
  const std::string member = NewMember("assign@authz.example");
  const ClientAnswer made = Assign(member, "project-editor", project);
  const std::string id = Made(made);
  EXPECT_THAT(id, MatchesRegex("role_assignment_[0-9A-HJKMNP-TV-Z]{26}"));
  EXPECT_THAT(made.body,
              HasSubstr(R"("role":{"slug":"project-editor"},"resource":{"id":")" + project +
                        R"(","external_id":"assign-p","resource_type_slug":"project"},)"
                        R"("source":{"type":"direct","group_role_assignment_id":null})"));
  EXPECT_EQ(Text(made, "organization_membership_id"), member);
  EXPECT_EQ(Assign(member, "project-editor", project).body, made.body);
  EXPECT_THAT(Listed("/authorization/resources/" + project + "/role_assignments"), ElementsAre(id));
  EXPECT_THAT(Listed(kExternal + "project/assign-p/role_assignments?role_slug=project-editor"),
              ElementsAre(id));
  EXPECT_THAT(Listed(kExternal + "project/assign-p/role_assignments?role_slug=project-viewer"),
              IsEmpty());
  const std::string assignments = Of(member) + "/role_assignments";
  EXPECT_THAT(Listed(assignments + "?resource_id=" + project), ElementsAre(id));
  EXPECT_THAT(Listed(assignments + "?resource_type_slug=project&resource_external_id=assign-p"),
              ElementsAre(id));
  EXPECT_EQ(Send(Method::kDelete, assignments + "/" + id, Key()).status, 204);
  EXPECT_EQ(Send(Method::kDelete, assignments + "/" + id, Key()).status, 404);
  EXPECT_FALSE(Allowed(member, "project:edit", project));
  // By criteria: in the body, and in the query as the .NET SDK does.
  EXPECT_EQ(Assign(member, "project-editor", project).status, 201);
  const std::string criteria = R"({"role_slug":"project-editor","resource_id":")" + project + "\"}";
  EXPECT_EQ(Json(Method::kDelete, assignments, criteria, Key()).status, 204);
  EXPECT_EQ(Json(Method::kDelete, assignments, criteria, Key()).status, 404);
  EXPECT_EQ(Assign(member, "project-editor", project).status, 201);
  EXPECT_EQ(
      Send(Method::kDelete, assignments + "?role_slug=project-editor&resource_id=" + project, Key())
          .status,
      204);
}

TEST_F(WorkOsRoleAssignments, AssignmentsOfOtherTypesAndOrganizationsAreRefused) {
  const std::string project = Made(Create("project", "refuse-p"));
  const std::string foreign = Made(Create("project", "refuse-f", {}, "org_authz_elsewhere"));
  const std::string member = NewMember("refuse@authz.example");
  EXPECT_EQ(Text(Assign(member, "workspace-admin", project), "code"), "invalid_role");
  EXPECT_EQ(Text(Assign(member, "no-such-role", project), "code"), "invalid_role");
  EXPECT_EQ(Assign(member, "project-editor", foreign).status, 404);
  EXPECT_EQ(Assign("om_none", "project-editor", project).status, 404);
  EXPECT_EQ(Json(Method::kPost, Of(member) + "/role_assignments",
                 R"({"role_slug":"project-editor"})", Key())
                .status,
            422);
  EXPECT_EQ(Json(Method::kPost, "/user_management/organization_memberships",
                 R"({"user_id":"x","organization_id":"y","role_slug":"project-editor"})", Key())
                .status,
            404);
  EXPECT_EQ(Text(Json(Method::kPut, "/user_management/organization_memberships/" + member,
                      R"({"role_slug":"project-editor"})", Key()),
                 "code"),
            "sub_resource_scoped_role_not_allowed");
  EXPECT_FALSE(Allowed(member, "project:edit", project));
}

TEST_F(WorkOsRoleAssignments, ARoleInTheOrganizationIsARoleOfTheMembership) {
  const std::string member = NewMember("organization@authz.example");
  const std::string root = "authz_resource_" + std::string(kAcme);
  const std::string assignments = Of(member) + "/role_assignments";
  const ClientAnswer made = Assign(member, "org-wide", root);
  EXPECT_EQ(Made(made), "role_assignment_" + member + "_org-wide");
  EXPECT_THAT(made.body, HasSubstr(R"("resource_type_slug":"organization")"));
  EXPECT_THAT(Get("/user_management/organization_memberships/" + member, Key()).body,
              HasSubstr("org-wide"));
  EXPECT_THAT(Listed(assignments), UnorderedElementsAre("role_assignment_" + member + "_org-wide",
                                                        "role_assignment_" + member + "_member"));
  EXPECT_EQ(Listed(assignments + "?limit=1").size(), 1U);
  EXPECT_THAT(Listed(assignments + "?order=asc&after=role_assignment_" + member + "_member"),
              ElementsAre("role_assignment_" + member + "_org-wide"));
  EXPECT_EQ(Get(assignments + "?after=role_assignment_none", Key()).status, 422);
  EXPECT_TRUE(Allowed(member, "reports:see", root));
  EXPECT_EQ(
      Send(Method::kDelete, assignments + "/role_assignment_" + member + "_org-wide", Key()).status,
      204);
  EXPECT_FALSE(Allowed(member, "reports:see", root));
  EXPECT_THAT(Listed(assignments), ElementsAre("role_assignment_" + member + "_member"));
}

TEST_F(WorkOsRoleAssignments, TheMembersOfAGroupHaveItsRolesWhileTheyAreInIt) {
  const std::string project = Made(Create("project", "group-p"));
  const std::string early = NewMember("group-early@authz.example");
  const std::string late = NewMember("group-late@authz.example");
  const std::string group = NewGroup("Editors");
  Join(group, early);
  const std::string assignments = "/authorization/groups/" + group + "/role_assignments";
  const std::string body = R"({"role_slug":"project-editor","resource_id":")" + project + "\"}";
  const ClientAnswer made = Json(Method::kPost, assignments, body, Key());
  const std::string id = Made(made);
  EXPECT_THAT(id, MatchesRegex("gra_[0-9A-HJKMNP-TV-Z]{26}"));
  EXPECT_EQ(Text(made, "group_id"), group);
  EXPECT_EQ(Get(assignments + "/" + id, Key()).body, made.body);
  EXPECT_THAT(Listed(assignments), ElementsAre(id));
  const ClientAnswer twice = Json(Method::kPost, assignments, body, Key());
  EXPECT_EQ(twice.status, 409);
  EXPECT_EQ(Text(twice, "code"), "duplicate_group_role_assignment");
  Join(group, late);
  EXPECT_TRUE(Allowed(early, "project:edit", project));
  EXPECT_TRUE(Allowed(late, "project:edit", project));
  const ClientAnswer on = Get("/authorization/resources/" + project + "/role_assignments", Key());
  EXPECT_THAT(on.body, HasSubstr(R"("source":{"type":"group","group_role_assignment_id":")" + id));
  const auto own = Listed(Of(late) + "/role_assignments?resource_id=" + project);
  ASSERT_EQ(own.size(), 1U);
  EXPECT_EQ(Send(Method::kDelete, Of(late) + "/role_assignments/" + own.front(), Key()).status,
            403);
  // Taking a member out ends its roles; deleting the assignment ends those of all.
  EXPECT_EQ(Send(Method::kDelete, Members(group) + "/" + late, Key()).status, 204);
  EXPECT_FALSE(Allowed(late, "project:edit", project));
  EXPECT_TRUE(Allowed(early, "project:edit", project));
  EXPECT_EQ(Send(Method::kDelete, assignments + "/" + id, Key()).status, 204);
  EXPECT_FALSE(Allowed(early, "project:edit", project));
  EXPECT_EQ(Get(assignments + "/" + id, Key()).status, 404);
  EXPECT_EQ(Get("/authorization/groups/group_none/role_assignments", Key()).status, 404);
}

TEST_F(WorkOsRoleAssignments, TheRolesOfAGroupAreReplacedTogether) {
  const std::string project = Made(Create("project", "replace-p"));
  const std::string member = NewMember("replace@authz.example");
  const std::string group = NewGroup("Replaced");
  Join(group, member);
  const std::string assignments = "/authorization/groups/" + group + "/role_assignments";
  const auto entry = [&](const std::string& role) {
    return R"({"role_slug":")" + role + R"(","resource_id":")" + project + "\"}";
  };
  const auto put = [&](const std::string& entries) {
    return Json(Method::kPut, assignments, R"({"role_assignments":[)" + entries + "]}", Key());
  };
  EXPECT_EQ(put(entry("project-editor")).status, 200);
  const std::string kept = Listed(assignments).front();
  const ClientAnswer first = put(entry("project-editor") + R"(,{"role_slug":"org-wide"})");
  EXPECT_EQ(first.status, 200) << first.body;
  EXPECT_THAT(first.body, HasSubstr(R"("external_id":")" + std::string(kAcme)));
  EXPECT_TRUE(Allowed(member, "project:edit", project));
  EXPECT_TRUE(Allowed(member, "reports:see", "authz_resource_" + std::string(kAcme)));
  EXPECT_EQ(put(entry("project-editor") + "," + entry("no-such-role")).status, 422);
  EXPECT_EQ(Listed(assignments).size(), 2U);
  EXPECT_EQ(put(entry("project-editor") + "," + entry("project-viewer")).status, 200);
  EXPECT_THAT(Listed(assignments), ::testing::Contains(kept));
  EXPECT_FALSE(Allowed(member, "reports:see", "authz_resource_" + std::string(kAcme)));
  EXPECT_EQ(Json(Method::kDelete, assignments, entry("project-viewer"), Key()).status, 204);
  EXPECT_EQ(Json(Method::kDelete, assignments, entry("project-viewer"), Key()).status, 404);
  EXPECT_EQ(put("").status, 200);
  EXPECT_THAT(Listed(assignments), IsEmpty());
  EXPECT_FALSE(Allowed(member, "project:edit", project));
  EXPECT_EQ(put("7").status, 422);
}

TEST_F(WorkOsRoleAssignments, ChangesAreEvents) {
  const std::string project = Made(Create("project", "event-p"));
  const std::string member = NewMember("event@authz.example");
  const std::string assigned = Made(Assign(member, "project-editor", project));
  EXPECT_EQ(Send(Method::kDelete, Of(member) + "/role_assignments/" + assigned, Key()).status, 204);
  EXPECT_EQ(Send(Method::kDelete, "/authorization/resources/" + project, Key()).status, 204);
  const std::string on_resource = Get("/v1/events?target=" + project, Key()).body;
  EXPECT_THAT(on_resource, HasSubstr("authorization_resource.created"));
  EXPECT_THAT(on_resource, HasSubstr("authorization_resource.deleted"));
  const std::string on_assignment = Get("/v1/events?target=" + assigned, Key()).body;
  EXPECT_THAT(on_assignment, HasSubstr("role_assignment.created"));
  EXPECT_THAT(on_assignment, HasSubstr("role_assignment.deleted"));
  EXPECT_THAT(on_assignment, HasSubstr("project-editor"));
}

}  // namespace
}  // namespace bearward::app
