#include "dialects/workos/webhook_endpoints.h"

namespace bearward::dialects::workos {
namespace {

constexpr json::Property kSecretMember[] = {{"secret", json::kText}};

}  // namespace

// The vendor shows the secret in every response, and its clients require it.
std::vector<door::Route> WebhookEndpointRoutes(const webhooks::Endpoints& endpoints,
                                               const door::Mount& mount) {
  return door::Rest(endpoints, "/webhook_endpoints", mount,
                    {.output = kSecretMember,
                     .write =
                         [&endpoints](const model::Caller& /*caller*/,
                                      std::span<const model::AnyRow> rows) {
                           return endpoints.SecretMembers(rows);
                         }})
      .List("workos.list_webhook_endpoints", "List the endpoints of webhooks")
      .Create(201, "workos.create_webhook_endpoint", "Create an endpoint of webhooks")
      .Update(http::Method::kPatch, "workos.update_webhook_endpoint",
              "Change an endpoint of webhooks")
      .Delete(204, "workos.delete_webhook_endpoint", "Delete an endpoint of webhooks")
      .Rows();
}

}  // namespace bearward::dialects::workos
