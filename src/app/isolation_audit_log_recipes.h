// Recipes for isolation_test.cc: WorkOS' audit logs, and log streams.
#pragma once

#include <map>
#include <string>

#include "app/isolation_recipes.h"

namespace bearward::app {

// RecipesOfAuditLogs are those of actions, events, exports, the retention and streams.
inline const std::map<std::string, Recipe>& RecipesOfAuditLogs() {
  static const std::map<std::string, Recipe> kRecipes = {
      {"GET /audit_logs/actions", {.query = "?limit=100", .own = true}},
      {"GET /audit_logs/actions/{name}/schemas", {}},
      {"POST /audit_logs/actions/{name}/schemas",
       {.body = R"({"targets":[{"type":"thing"}]})", .own = true}},
      {"POST /audit_logs/events",
       {.body = R"({"organization_id":"${organization}","event":{"action":"${audit_action}",)"
                R"("occurred_at":"2031-05-01T00:00:00Z","actor":{"id":"a","type":"user"},)"
                R"("targets":[{"id":"t","type":"thing"}],"context":{"location":"here"}}})"}},
      {"POST /audit_logs/exports",
       {.body = R"({"organization_id":"${organization}","range_start":"2031-05-01T00:00:00Z",)"
                R"("range_end":"2031-05-02T00:00:00Z"})"}},
      {"GET /audit_logs/exports/{id}", {}},
      {"GET /v1/organizations/{organization_id}/audit_log_events", {}},
      {"GET /organizations/{id}/audit_logs_retention", {}},
      {"PUT /organizations/{id}/audit_logs_retention",
       {.body = R"({"retention_period_in_days":30})"}},
      {"GET /organizations/{id}/audit_log_configuration", {}},
      {"GET /v1/log_streams", {.query = "?limit=100", .own = true}},
      {"POST /v1/log_streams",
       {.body = R"({"name":"made ${number}","source":"audit_logs","type":"https_json",)"
                R"("organization_id":"${organization}","url":"https://made.example/"})"}},
      {"GET /v1/log_streams/{id}", {}},
      {"PATCH /v1/log_streams/{id}", {.body = R"({"enabled":true})"}},
      {"DELETE /v1/log_streams/{id}", {}},
      {"POST /v1/log_streams/{id}/test", {}},
  };
  return kRecipes;
}

}  // namespace bearward::app
