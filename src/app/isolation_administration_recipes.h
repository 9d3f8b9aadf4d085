// Recipes for isolation_test.cc: what the console administers under /v1.
#pragma once

#include <map>
#include <string>

#include "app/isolation_recipes.h"

namespace bearward::app {

// RecipesOfAdministration are those of environments and their keys, organizations, objects and
// access profiles.
inline const std::map<std::string, Recipe>& RecipesOfAdministration() {
  static const std::map<std::string, Recipe> kRecipes = {
      {"GET /v1/objects", {.query = "?kind=opportunity&limit=100", .own = true}},
      {"GET /v1/objects/{id}", {}},
      {"GET /v1/objects/{id}/members", {}},
      {"PUT /v1/objects/{id}/members",
       {.body = R"({"organization_id":"${organization}","user_id":"${user}","level":"viewer"})"}},
      {"POST /v1/objects/{id}/members/remove",
       {.body = R"({"organization_id":"${organization}","user_id":"${user}"})"}},
      {"GET /v1/environments", {}},
      {"POST /v1/environments", {.body = R"({"name":"made-${number}"})"}},
      {"GET /v1/environments/{name}", {}},
      {"PATCH /v1/environments/{name}", {.body = R"({"sandbox":true})"}},
      {"POST /v1/environments/{name}/masquerade", {.owner = Owner::kAdministrator}},
      {"GET /v1/api_keys", {.own = true}},
      {"POST /v1/api_keys", {.owner = Owner::kAdministrator, .own = true}},
      {"GET /v1/unused_api_keys", {.own = true}},
      {"GET /v1/organizations/{id}", {}},
      {"GET /v1/organizations/{organization_id}/domains", {}},
      {"GET /v1/access_profiles",
       {.query = "?limit=100",
        .environment_wide = "a member with applications:manage gives one to an application",
        .own = true}},
      {"POST /v1/access_profiles",
       {.body = R"({"name":"made ${number}","allows":["*:read"]})", .own = true}},
      {"GET /v1/access_profiles/{name}", {}},
      {"PUT /v1/access_profiles/{name}", {.body = R"({"allows":["form:read"]})"}},
      {"DELETE /v1/access_profiles/{name}", {}},
  };
  return kRecipes;
}

}  // namespace bearward::app
