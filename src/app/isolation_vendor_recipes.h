// Recipes for isolation_test.cc: the rows of WorkMobile, WorkSpan, TeleTracker and the console.
#pragma once

#include <map>
#include <string>

#include "app/isolation_recipes.h"

namespace bearward::app {

// RecipesOfVendors are those of these dialects.
inline const std::map<std::string, Recipe>& RecipesOfVendors() {
  static const std::map<std::string, Recipe> kRecipes = {
      {"POST /auth/masquerade", {.body = R"({"account_id":${number}})", .owner = Owner::kBearer}},
      {"POST /auth/logout", {.owner = Owner::kBearer, .query = "?account_id=${number}"}},
      {"DELETE /auth/logout", {.owner = Owner::kBearer, .query = "?account_id=${number}"}},
      {"DELETE /oauth/token", {.owner = Owner::kMachine, .own = true}},
      {"GET /app/v1/object/{object_id}/external_id", {.owner = Owner::kMachine}},
      {"PATCH /app/v1/object/{object_id}/external_id",
       {.body = R"({"field_name":"sales_details.crm_opportunity_id","external_id":"x-1"})",
        .owner = Owner::kMachine}},
      {"PATCH /app/v1/object/{object_id}/audit",
       {.body = R"({"field_name":"partner_center.integration_status","status_code":"LINKED",)"
                R"("message":"ok","integration_id":"i-1","external_id":"x-1"})",
        .owner = Owner::kMachine}},
      {"GET /api/account", {.owner = Owner::kLogin, .own = true}},
      {"GET /api/Forms", {.owner = Owner::kLogin, .own = true}},
      {"GET /api/Forms/{id}", {.owner = Owner::kLogin}},
      {"POST /sign-out", {.owner = Owner::kConsole, .own = true}},
      {"POST /sign-in/switch", {.owner = Owner::kConsole, .own = true}},
  };
  return kRecipes;
}

}  // namespace bearward::app
