// Recipes for isolation_test.cc: WorkOS' resources, role assignments and access checks.
#pragma once

#include <map>
#include <string>

#include "app/isolation_recipes.h"

namespace bearward::app {

// kIsolatedRows are what all victims have in common, for a provisioning file: an environment that
// only operators reach, and the type of the resource of each victim.
inline constexpr const char* kIsolatedRows = R"(
[[environments]]
name = "production"
[[environments]]
name = "demo.workspan.com"
[[environments]]
name = "isolated-environment"
[[resource_types]]
slug = "isolated"
)";

// RecipesOfWorkOsAuthorization are those of resources, role assignments and access checks.
inline const std::map<std::string, Recipe>& RecipesOfWorkOsAuthorization() {
  static const std::map<std::string, Recipe> kRecipes = {
      {"GET /authorization/resources", {.query = "?organization_id=${organization}", .own = true}},
      {"POST /authorization/resources",
       {.body = R"({"organization_id":"${organization}","resource_type_slug":"isolated",)"
                R"("external_id":"new-${number}","name":"New"})"}},
      {"GET /authorization/resources/{id}", {}},
      {"PATCH /authorization/resources/{id}", {.body = R"({"name":"Renamed"})"}},
      {"DELETE /authorization/resources/{id}", {.query = "?cascade_delete=true"}},
      {"GET /authorization/organizations/{organization_id}/resources/"
       "{resource_type_slug}/{external_id}",
       {}},
      {"PATCH /authorization/organizations/{organization_id}/resources/"
       "{resource_type_slug}/{external_id}",
       {.body = R"({"name":"Renamed"})"}},
      {"DELETE /authorization/organizations/{organization_id}/resources/"
       "{resource_type_slug}/{external_id}",
       {.query = "?cascade_delete=true"}},
      {"GET /authorization/organization_memberships/{organization_membership_id}/"
       "role_assignments",
       {}},
      {"POST /authorization/organization_memberships/{organization_membership_id}/"
       "role_assignments",
       {.body = R"({"role_slug":"isolated-other","resource_id":"${resource}"})"}},
      {"DELETE /authorization/organization_memberships/{organization_membership_id}/"
       "role_assignments",
       {.body = R"({"role_slug":"isolated","resource_id":"${resource}"})"}},
      {"DELETE /authorization/organization_memberships/{organization_membership_id}/"
       "role_assignments/{id}",
       {}},
      {"GET /authorization/resources/{resource_id}/role_assignments", {}},
      {"GET /authorization/organizations/{organization_id}/resources/"
       "{resource_type_slug}/{external_id}/role_assignments",
       {}},
      {"GET /authorization/groups/{group_id}/role_assignments", {}},
      {"POST /authorization/groups/{group_id}/role_assignments",
       {.body = R"({"role_slug":"isolated-other","resource_id":"${resource}"})"}},
      {"PUT /authorization/groups/{group_id}/role_assignments",
       {.body = R"({"role_assignments":[{"role_slug":"isolated-other",)"
                R"("resource_id":"${resource}"}]})"}},
      {"DELETE /authorization/groups/{group_id}/role_assignments",
       {.body = R"({"role_slug":"isolated","resource_id":"${resource}"})"}},
      {"GET /authorization/groups/{group_id}/role_assignments/{id}", {}},
      {"DELETE /authorization/groups/{group_id}/role_assignments/{id}", {}},
      {"POST /authorization/organization_memberships/{organization_membership_id}/check",
       {.body = R"({"permission_slug":"isolated:read","resource_id":"${resource}"})"}},
      {"GET /authorization/organization_memberships/{organization_membership_id}/"
       "resources",
       {.query = "?permission_slug=isolated:read&parent_resource_id=${resource}"}},
      {"GET /authorization/organization_memberships/{organization_membership_id}/"
       "resources/{resource_id}/permissions",
       {}},
      {"GET /authorization/organization_memberships/{organization_membership_id}/"
       "resources/{resource_type_slug}/{external_id}/permissions",
       {}},
      {"GET /authorization/resources/{resource_id}/organization_memberships/"
       "{organization_membership_id}/permissions",
       {}},
      {"GET /authorization/resources/{resource_id}/organization_memberships",
       {.query = "?permission_slug=isolated:read"}},
      {"GET /authorization/organizations/{organization_id}/resources/"
       "{resource_type_slug}/{external_id}/organization_memberships",
       {.query = "?permission_slug=isolated:read"}},
  };
  return kRecipes;
}

}  // namespace bearward::app
