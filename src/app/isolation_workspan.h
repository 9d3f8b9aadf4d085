// Recipes for isolation_test.cc: WorkSpan's users and data.
#pragma once

#include <map>
#include <string>

#include "app/isolation_recipes.h"

namespace bearward::app {

// RecipesOfWorkSpan are those of these rows.
inline const std::map<std::string, Recipe>& RecipesOfWorkSpan() {
  static const std::map<std::string, Recipe> kRecipes = {
      {"POST /api/scim/v2/Users",
       {.body = R"({"userName":"scim${number}@v.example"})",
        .owner = Owner::kMachine,
        .environment_wide = "it creates a user of the organization of the caller",
        .own = true}},
      {"GET /api/scim/v2/Users",
       {.owner = Owner::kMachine,
        .query = "?filter=userName%20eq%20%22victim${number}@v.example%22",
        .own = true}},
      {"GET /api/scim/v2/Users/{user_id}", {.owner = Owner::kMachine}},
      {"PUT /api/scim/v2/Users/{user_id}",
       {.body = R"({"userName":"victim${number}@v.example","active":false})",
        .owner = Owner::kMachine}},
      {"PATCH /api/scim/v2/Users/{user_id}",
       {.body = R"({"Operations":[{"op":"replace","path":"active","value":false}]})",
        .owner = Owner::kMachine}},
      {"POST /users/v1/check-attribute",
       {.body = R"({"email":"victim${number}@v.example","namespace":1,)"
                R"("filter_value":{"attribute":"userName","value":["victim${number}@v.example"]}})",
        .owner = Owner::kMachine}},
      {"POST /report/v1/list", {.owner = Owner::kMachine, .own = true}},
      {"POST /report/v1/{reportId}/data", {.owner = Owner::kMachine}},
      {"POST /report/v1/{reportId}/data-schema", {.owner = Owner::kMachine}},
      {"POST /report/v1/{reportId}/metadata", {.owner = Owner::kMachine}},
      {"POST /report/v1/{reportId}/chart-data", {.owner = Owner::kMachine}},
      {"POST /report/v1/{reportId}/chart-metadata", {.owner = Owner::kMachine}},
      {"POST /report/v1/view/{reportId}/prepare_export", {.owner = Owner::kMachine}},
      {"GET /report/v1/view/{viewId}/status", {.owner = Owner::kMachine}},
      {"GET /report/v1/view/{viewId}", {.owner = Owner::kMachine}},
      {"POST /report/v1/view/{viewId}/data", {.owner = Owner::kMachine}},
      {"POST /bulk/v1/bulkload",
       {.body = R"([{"opportunity_id":"crm-${number}","stage":"won"}])",
        .owner = Owner::kMachine,
        .query = "?integration_id=${integration}"}},
      {"POST /bulkload",
       {.body = R"([{"opportunity_id":"crm-${number}","stage":"won"}])",
        .owner = Owner::kMachine,
        .query = "?integration_id=${integration}"}},
      {"POST /bulk/v1/bulkload_opportunity",
       {.body = R"([{"opportunity_id":"crm-${number}","stage":"won"}])",
        .owner = Owner::kMachine,
        .query = "?integration_id=${integration}"}},
      {"GET /bulk/v1/bulkload/{integration_id}/upload_url",
       {.owner = Owner::kMachine, .query = "?file_name=rows.csv"}},
      {"GET /bulk/v1/status/{integration_id}",
       {.owner = Owner::kMachine, .query = "?execution_id=${execution}&include_errors=true"}},
      {"POST /dataproduct/v1/upload_partner_account",
       {.body = R"({"data":[{"account_id":"account-${number}"}]})",
        .owner = Owner::kMachine,
        .own = true}},
  };
  return kRecipes;
}

// RecipesOfMarketplace are those of marketplace, co-sell and lists.
inline const std::map<std::string, Recipe>& RecipesOfMarketplace() {
  static const std::map<std::string, Recipe> kRecipes = {
      {"GET /app/v1/company/lists/aws_solutions/items", {.owner = Owner::kMachine, .own = true}},
      {"POST /app/v1/marketplace/actions",
       {.body = R"({"action_type":"withdraw","object_type":"ws-offer","marketplace_type":"aws",)"
                R"("object_id":"${offer}"})",
        .owner = Owner::kMarket}},
      {"GET /app/v1/marketplace/actions/{action_id}", {.owner = Owner::kMarket}},
      {"POST /app/v1/marketplace/usage_upload",
       {.body = R"([{"project_name":"p","project_id":"${object}","quantity":1}])",
        .owner = Owner::kMachine,
        .query = "?integration_id=${integration}"}},
      {"GET /app/v1/marketplace/usage/status",
       {.owner = Owner::kMachine, .query = "?execution_id=${usage}"}},
      {"POST /app/v1/marketplace/export_report",
       {.body = R"({"operation":"list","marketplace_type":"aws","object_type":"offer${number}"})",
        .owner = Owner::kMachine}},
      {"POST /app/v1/marketplace/crm_inbound",
       {.body = R"({"external_id":"in-${number}"})",
        .owner = Owner::kMachine,
        .query = "?integration_id=${integration}"}},
      {"POST /app/v1/marketplace/crm_inbound_v2",
       {.body = "--b\r\nContent-Disposition: form-data; name=\"data\"\r\n\r\n"
                "{\"external_id\":\"in-${number}\"}\r\n--b--\r\n",
        .owner = Owner::kMachine,
        .query = "?integration_id=${integration}",
        .multipart = true}},
      {"POST /cosell/action",
       {.body = R"({"action":"invite_aws_partner","version":"v1","payload":)"
                R"({"opportunity_project_id":"WS-${number}","partner_project_id":"WS-${number}"}})",
        .owner = Owner::kMachine}},
      {"GET /cosell/aws/partners", {.owner = Owner::kMachine, .own = true}},
      {"GET /cosell/aws/partners/count", {.owner = Owner::kMachine, .own = true}},
      {"POST /cosell/opportunity/validate/crm",
       {.body = R"({"crm_type":"salesforce","payload":{}})",
        .owner = Owner::kMachine,
        .own = true}},
      {"GET /metadata/picklists/hyperscaler",
       {.owner = Owner::kMachine,
        .query = "?partner_id=aws&field_names=aws_use_case",
        .own = true}},
      {"POST /cosell/demo/test", {.owner = Owner::kMachine, .own = true}},
  };
  return kRecipes;
}

}  // namespace bearward::app
