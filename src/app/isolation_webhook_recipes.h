// Recipes for isolation_test.cc: events and webhooks.
#pragma once

#include <map>
#include <string>

#include "app/isolation_recipes.h"

namespace bearward::app {

// RecipesOfWebhooks are those of events, of endpoints and of their deliveries.
inline const std::map<std::string, Recipe>& RecipesOfWebhooks() {
  static const std::map<std::string, Recipe> kRecipes = {
      {"GET /events",
       {.query = "?limit=100&events=user.created,organization.created", .own = true}},
      {"GET /webhook_endpoints", {.query = "?limit=100", .own = true}},
      {"POST /webhook_endpoints",
       {.body = R"({"endpoint_url":"https://made${number}.example/","events":["user.created"]})",
        .own = true}},
      {"PATCH /webhook_endpoints/{id}", {.body = R"({"status":"disabled"})"}},
      {"DELETE /webhook_endpoints/{id}", {}},
      {"GET /v1/webhook_events", {.own = true}},
      {"GET /v1/webhook_endpoints/{id}", {}},
      {"POST /v1/webhook_endpoints/{id}/roll_secret", {}},
      {"GET /v1/webhook_endpoints/{endpoint_id}/deliveries", {}},
      {"POST /v1/webhook_endpoints/{endpoint_id}/deliveries", {}},
      {"GET /v1/webhook_endpoints/{endpoint_id}/deliveries/{id}", {}},
      {"POST /v1/webhook_endpoints/{endpoint_id}/deliveries/{id}/resend", {}},
      {"GET /v1/webhook_endpoints/{endpoint_id}/deliveries/{delivery_id}/attempts", {}},
  };
  return kRecipes;
}

}  // namespace bearward::app
