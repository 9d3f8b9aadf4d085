// The rules of access checks, as a table of cases.
#include "access/evaluation.h"

#include <gtest/gtest.h>

namespace bearward::access {
namespace {

model::Role RoleFor(const std::string& type, std::vector<std::string> permissions) {
  model::Role role;
  role.slug = "role";
  role.resource_type = type;
  role.permissions = std::move(permissions);
  return role;
}

struct Case {
  std::string name;
  Facts facts;
  bool authorized;
};

// The permission is project:edit, of the type `project`.
std::vector<Case> Cases() {
  const model::Role editor = RoleFor("project", {"project:view", "project:edit"});
  const model::Role manager = RoleFor("workspace", {"workspace:edit", "project:edit"});
  const model::Role admin = RoleFor("organization", {"project:edit"});
  const model::Role owner = RoleFor("organization", {"*"});
  const model::Role viewer = RoleFor("project", {"project:view"});
  return {
      {"no role", {true, "project", {}}, false},
      {"role on the resource", {true, "project", {{editor, "project"}}}, true},
      {"role on an ancestor", {true, "project", {{manager, "workspace"}}}, true},
      {"role in the organization", {true, "project", {{admin, "organization"}}}, true},
      {"a role with *", {true, "project", {{owner, "organization"}}}, true},
      {"role without the permission", {true, "project", {{viewer, "project"}}}, false},
      {"one role of two", {true, "project", {{viewer, "project"}, {manager, "workspace"}}}, true},
      {"inactive member", {false, "project", {{editor, "project"}}}, false},
      {"resource of another type", {true, "workspace", {{manager, "workspace"}}}, false},
      {"* on a resource of another type", {true, "workspace", {{owner, "organization"}}}, false},
      {"role held on a resource of another type", {true, "project", {{manager, "project"}}}, false},
      {"role of a resource held in the organization",
       {true, "project", {{editor, "organization"}}},
       false},
  };
}

TEST(Evaluation, AMemberHasThePermissionsOfItsRolesOnTheResourceAndAboveIt) {
  model::Permission edit;
  edit.slug = "project:edit";
  edit.resource_type = "project";
  for (const Case& each : Cases()) {
    EXPECT_EQ(IsAuthorized(each.facts, edit), each.authorized) << each.name;
  }
}

TEST(Evaluation, GrantedSlugsAreThoseOfTheRolesThatApply) {
  const model::Role editor = RoleFor("project", {"project:edit", "project:view"});
  const model::Role viewer = RoleFor("project", {"project:view"});
  EXPECT_EQ(GrantedSlugs({true, "project", {{editor, "project"}, {viewer, "project"}}}),
            (std::vector<std::string>{"project:edit", "project:view"}));
  EXPECT_TRUE(GrantedSlugs({true, "project", {{editor, "organization"}}}).empty());
  EXPECT_TRUE(GrantedSlugs({false, "project", {{editor, "project"}}}).empty());
}

TEST(Evaluation, ASlugThatContainsAnotherGrantsOnlyItself) {
  const model::Role role = RoleFor("project", {"project:edit:all"});
  EXPECT_TRUE(Grants(role, "project:edit:all"));
  EXPECT_FALSE(Grants(role, "project:edit"));
  EXPECT_FALSE(Grants(role, "*"));
}

}  // namespace
}  // namespace bearward::access
