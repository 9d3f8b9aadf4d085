// Recipes for isolation_test.cc: events and webhooks.
#pragma once

#include <map>
#include <string>

#include "app/isolation_recipes.h"

namespace bearward::app {

// RecipesOfWebhooks are those of events, of endpoints, of subscribers and of their deliveries.
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
      {"POST /v1/webhook_endpoints/{id}/replay", {.body = R"({"from":"2020-01-01T00:00:00Z"})"}},
      {"GET /v1/webhook_subscribers", {.query = "?limit=100", .own = true}},
      {"GET /v1/webhook_subscribers/{id}", {}},
      {"PATCH /v1/webhook_subscribers/{id}", {.body = R"({"status":"disabled"})"}},
      {"DELETE /v1/webhook_subscribers/{id}", {}},
      {"POST /v1/webhook_subscribers/{id}/roll_secret", {}},
      {"GET /event/v1/metadata/event", {.owner = Owner::kMachine, .own = true}},
      {"GET /event/v1/metadata/event/{event}", {.owner = Owner::kMachine, .own = true}},
      {"GET /event/v1/metadata/integration", {.owner = Owner::kMachine, .own = true}},
      {"GET /event/v1/metadata/integration/{integration_id}", {.owner = Owner::kMachine}},
      {"POST /event/v1/subscriber",
       {.body = R"({"name":"made","subscriber_type":"webhook","integration_id":"${integration}",)"
                R"("webhook_settings":{"callback_url":"https://made.example/"}})",
        .owner = Owner::kMachine}},
      {"GET /event/v1/subscriber", {.owner = Owner::kMachine, .own = true}},
      {"GET /event/v1/subscriber/{subscriber_id}", {.owner = Owner::kMachine}},
      {"DELETE /event/v1/subscriber/{subscriber_id}", {.owner = Owner::kMachine}},
      {"POST /api/notifications/external",
       {.body = R"({"userFormId":${form},"url":"https://made.example/",)"
                R"("includeSubFormData":false,"description":"made"})",
        .owner = Owner::kLogin}},
      {"DELETE /api/notifications/external/{WebhookId}", {.owner = Owner::kLogin}},
      {"GET /v1/webhook_endpoints/{endpoint_id}/deliveries", {}},
      {"POST /v1/webhook_endpoints/{endpoint_id}/deliveries", {}},
      {"GET /v1/webhook_endpoints/{endpoint_id}/deliveries/{id}", {}},
      {"POST /v1/webhook_endpoints/{endpoint_id}/deliveries/{id}/resend", {}},
      {"GET /v1/webhook_endpoints/{endpoint_id}/deliveries/{delivery_id}/attempts", {}},
  };
  return kRecipes;
}

}  // namespace bearward::app
