// Recipes for isolation_test.cc: the rows of /v1 and of OAuth.
#pragma once

#include <map>
#include <string>

#include "app/isolation_recipes.h"

namespace bearward::app {

// RecipesOfV1 are those of Bearward's own API and of OAuth.
inline const std::map<std::string, Recipe>& RecipesOfV1() {
  static const std::map<std::string, Recipe> kRecipes = {
      {"GET /v1/whoami", {.owner = Owner::kLogin, .own = true}},
      {"GET /v1/events", {.query = "?limit=100&target=${user}", .own = true}},
      {"GET /v1/denials/{request_id}", {}},
      {"GET /v1/signing_keys", {.own = true}},
      {"POST /v1/signing_keys/rotate", {.body = R"({"profile":"oauth.jwt"})", .own = true}},
      {"GET /v1/branding", {.own = true}},
      {"GET /v1/settings", {}},
      {"GET /v1/traffic", {}},
      {"PATCH /v1/branding", {.body = R"({"name":"Made"})", .own = true}},
      {"GET /v1/emails", {.query = "?limit=100", .own = true}},
      {"GET /v1/emails/{id}", {}},
      {"GET /v1/reports", {.query = "?organization_id=${organization}", .own = true}},
      {"GET /v1/reports/{id}", {}},
      {"GET /v1/reports/{report_id}/views", {}},
      {"GET /v1/integrations", {.query = "?organization_id=${organization}", .own = true}},
      {"GET /v1/integrations/{id}", {}},
      {"GET /v1/integrations/{integration_id}/loads", {}},
      {"GET /v1/integrations/{integration_id}/loads/{id}", {}},
      {"GET /v1/policies", {.query = "?limit=100", .own = true}},
      {"POST /v1/policies",
       {.body = R"({"name":"made-${number}","organization_id":"${organization}"})"}},
      {"GET /v1/policies/{name}", {}},
      {"PUT /v1/policies/{name}", {.body = R"({"permissions":["forms:read"]})"}},
      {"DELETE /v1/policies/{name}", {}},
      {"POST /v1/sessions/{id}/revoke", {}},
      {"GET /v1/users/{id}", {}},
      {"POST /v1/users/{id}/unlock", {}},
      {"POST /v1/users/{id}/masquerade",
       {.body = R"({"reason":"isolation"})", .owner = Owner::kAdministrator}},
      {"GET /v1/administrators", {.own = true}},
      {"POST /v1/administrators",
       {.body = R"({"user_id":"${user}"})", .owner = Owner::kAdministrator}},
      {"DELETE /v1/administrators/{id}", {}},
      {"GET /v1/users/{id}/api_key", {}},
      {"POST /v1/users/{id}/api_key", {}},
      {"PATCH /v1/api_keys/{id}", {.body = R"({"description":"renamed"})"}},
      {"POST /v1/api_keys/{id}/revoke", {}},
      {"GET /v1/api_keys/{id}/usage", {}},
      {"POST /v1/users/{id}/activate", {}},
      {"POST /v1/users/{id}/deactivate", {}},
      {"PUT /v1/users/{id}/password", {.body = R"({"password":"set by a stranger"})"}},
      {"POST /v1/organizations/{id}/enable", {}},
      {"POST /v1/organizations/{id}/disable", {}},
      {"PUT /v1/organizations/{id}/rate_limit", {.body = R"({"rate_limit":"9/1s"})"}},
      {"GET /v1/applications", {.query = "?limit=100", .own = true}},
      {"POST /v1/applications",
       {.body = R"({"organization_id":"${organization}","name":"Made ${number}"})"}},
      {"GET /v1/applications/{id}", {}},
      {"PATCH /v1/applications/{id}", {.body = R"({"name":"Renamed"})"}},
      {"DELETE /v1/applications/{id}", {}},
      {"POST /v1/applications/{id}/enable", {}},
      {"POST /v1/applications/{id}/disable", {}},
      {"PUT /v1/applications/{id}/rate_limit", {.body = R"({"rate_limit":"9/1s"})"}},
      {"POST /v1/applications/{id}/reset_secret", {}},
      {"POST /v1/applications/{id}/secrets", {}},
      {"GET /v1/applications/{id}/secrets", {}},
      {"DELETE /v1/applications/{id}/secrets/{secret}", {}},
      {"POST /v1/verify",
       {.body = R"({"token":"${token}"})",
        .environment_wide = "tokens:verify is for APIs, which serve every tenant"}},
      {"POST /v1/verify/batch",
       {.body = R"({"questions":[{"token":"${token}"}]})",
        .environment_wide = "tokens:verify is for APIs, which serve every tenant"}},
  };
  return kRecipes;
}

// RecipesOfSingleRows are those of access checks, and of rows of /v1 that no vendor's API reads,
// changes or deletes.
inline const std::map<std::string, Recipe>& RecipesOfSingleRows() {
  static const std::map<std::string, Recipe> kRecipes = {
      {"GET /v1/events/{number}", {}},
      {"POST /v1/access_checks",
       {.body = R"({"user_id":"${user}","organization_id":"${organization}",)"
                R"("permissions":["forms:read"]})"}},
      {"GET /v1/signing_keys/{id}", {}},
      {"DELETE /v1/roles/{slug}", {}},
      {"GET /v1/sessions/{id}", {}},
      {"GET /v1/organization_api_keys/{id}", {}},
      {"GET /v1/api_keys/{id}", {}},
      {"PATCH /v1/policies/{name}", {.body = R"({"methods":["GET"]})"}},
  };
  return kRecipes;
}

}  // namespace bearward::app
