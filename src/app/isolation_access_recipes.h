// Recipes for isolation_test.cc: WorkOS' permissions, roles, groups, flags and settings.
#pragma once

#include <map>
#include <string>

#include "app/isolation_recipes.h"

namespace bearward::app {

// RecipesOfWorkOsAccess are those of permissions, roles, groups, flags and settings.
inline const std::map<std::string, Recipe>& RecipesOfWorkOsAccess() {
  static const std::map<std::string, Recipe> kRecipes = {
      {"GET /authorization/permissions", {.query = "?limit=100", .own = true}},
      {"POST /authorization/permissions",
       {.body = R"({"slug":"made${number}:read","name":"Made"})", .own = true}},
      {"GET /authorization/permissions/{slug}", {}},
      {"PATCH /authorization/permissions/{slug}", {.body = R"({"name":"Renamed"})"}},
      {"DELETE /authorization/permissions/{slug}", {}},
      {"GET /authorization/roles", {.own = true}},
      {"POST /authorization/roles",
       {.body = R"({"slug":"made-${number}","name":"Made"})", .own = true}},
      {"GET /authorization/roles/{slug}", {}},
      {"PATCH /authorization/roles/{slug}", {.body = R"({"name":"Renamed"})"}},
      {"PUT /authorization/roles/{slug}/permissions",
       {.body = R"({"permissions":["${permission}"]})"}},
      {"POST /authorization/roles/{slug}/permissions", {.body = R"({"slug":"${permission}"})"}},
      {"GET /authorization/organizations/{organization_id}/roles", {}},
      {"POST /authorization/organizations/{organization_id}/roles",
       {.body = R"({"slug":"org-made","name":"Made"})"}},
      {"GET /authorization/organizations/{organization_id}/roles/{slug}", {}},
      {"PATCH /authorization/organizations/{organization_id}/roles/{slug}",
       {.body = R"({"name":"Renamed"})"}},
      {"DELETE /authorization/organizations/{organization_id}/roles/{slug}", {}},
      {"PUT /authorization/organizations/{organization_id}/roles/{slug}/permissions",
       {.body = R"({"permissions":["${permission}"]})"}},
      {"POST /authorization/organizations/{organization_id}/roles/{slug}/permissions",
       {.body = R"({"slug":"${permission}"})"}},
      {"DELETE /authorization/organizations/{organization_id}/roles/{slug}/permissions/"
       "{permission_slug}",
       {}},
      {"GET /organizations/{organization_id}/roles", {}},
      {"GET /organizations/{organization_id}/groups", {}},
      {"POST /organizations/{organization_id}/groups", {.body = R"({"name":"New"})"}},
      {"GET /organizations/{organization_id}/groups/{id}", {}},
      {"PATCH /organizations/{organization_id}/groups/{id}", {.body = R"({"name":"Renamed"})"}},
      {"DELETE /organizations/{organization_id}/groups/{id}", {}},
      {"GET /organizations/{organization_id}/groups/{id}/organization-memberships", {}},
      {"POST /organizations/{organization_id}/groups/{id}/organization-memberships",
       {.body = R"({"organization_membership_id":"${membership}"})"}},
      {"DELETE /organizations/{organization_id}/groups/{id}/organization-memberships/"
       "{membership_id}",
       {}},
      {"GET /user_management/organization_memberships/{membership_id}/groups", {}},
      {"GET /user_management/redirect_uris", {.query = "?limit=100", .own = true}},
      {"POST /user_management/redirect_uris",
       {.body = R"({"uri":"https://made${number}.example/"})", .own = true}},
      {"DELETE /user_management/redirect_uris/{id}", {}},
      {"GET /user_management/cors_origins", {.query = "?limit=100", .own = true}},
      {"POST /user_management/cors_origins",
       {.body = R"({"origin":"https://made${number}.example"})", .own = true}},
      {"GET /user_management/jwt_template", {.own = true}},
      {"PUT /user_management/jwt_template", {.body = R"({"content":"{\"made\":1}"})", .own = true}},
      {"GET /feature-flags", {.query = "?limit=100", .own = true}},
      {"GET /feature-flags/{slug}", {}},
      {"PUT /feature-flags/{slug}/enable", {}},
      {"PUT /feature-flags/{slug}/disable", {}},
      {"POST /feature-flags/{slug}/targets/{target_id}", {}},
      {"DELETE /feature-flags/{slug}/targets/{target_id}", {}},
      {"GET /organizations/{organization_id}/feature-flags", {}},
      {"GET /user_management/users/{user_id}/feature-flags", {}},
      {"GET /sdk/feature-flags", {.own = true}},
  };
  return kRecipes;
}

}  // namespace bearward::app
