#include "dialects/v1/webhooks.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "dialects/v1/guard.h"
#include "door/rest.h"

namespace bearward::dialects::v1 {
namespace {

using door::Call;

constexpr const char* kEndpoints = "/v1/webhook_endpoints";
constexpr const char* kSubscribers = "/v1/webhook_subscribers";
constexpr const char* kDeliveries = "/v1/webhook_endpoints/{endpoint_id}/deliveries";
constexpr const char* kAttempts =
    "/v1/webhook_endpoints/{endpoint_id}/deliveries/{delivery_id}/attempts";
constexpr json::Property kSecretMember[] = {{"secret", json::kText}};

auto RollSecret(const webhooks::Receivers& receivers) {
  return door::Typed(receivers, &webhooks::Receivers::RollSecret);
}

std::vector<door::Route> EndpointRoutes(const webhooks::Endpoints& endpoints,
                                        const door::Mount& mount) {
  return door::Rest(endpoints, kEndpoints, mount,
                    {.output = kSecretMember,
                     .write =
                         [&endpoints](const model::Caller& /*caller*/,
                                      std::span<const model::AnyRow> rows) {
                           return endpoints.SecretMembers(rows);
                         }})
      .Action(http::Method::kPost, "/roll_secret", 200, RollSecret(endpoints),
              "v1.roll_webhook_secret",
              "Replace the secret of an endpoint; the previous one signs for another 24 hours too")
      .Rows();
}

constexpr json::Property kPrivateMembers[] = {{"endpoint_url", json::kText},
                                              {"secret", json::kText}};

// Subscribers are registered in the APIs of vendors, and managed here.
std::vector<door::Route> SubscriberRoutes(const webhooks::Subscribers& subscribers,
                                          const door::Mount& mount) {
  return door::Rest(subscribers, kSubscribers, mount,
                    {.output = kPrivateMembers,
                     .write =
                         [&subscribers](const model::Caller& /*caller*/,
                                        std::span<const model::AnyRow> rows) {
                           return subscribers.PrivateMembers(rows);
                         }})
      .List("v1.list_webhook_subscribers", "List the callbacks that vendors' clients registered")
      .Get("v1.read_webhook_subscriber", "Read a callback")
      .Update(http::Method::kPatch, "v1.update_webhook_subscriber", "Enable or disable a callback")
      .Delete(204, "v1.delete_webhook_subscriber", "Delete a callback")
      .Action(http::Method::kPost, "/roll_secret", 200, RollSecret(subscribers),
              "v1.roll_subscriber_secret",
              "Replace the secret of a callback; the previous one signs for another 24 hours too")
      .Rows();
}

std::vector<door::Route> DeliveryRoutes(const webhooks::Deliveries& deliveries,
                                        const door::Mount& mount) {
  const auto list = [&deliveries](const Call& call, store::PageQuery query) {
    return deliveries.ListOf(call.caller(), call.Param("endpoint_id"), std::move(query));
  };
  const auto send_test = [&deliveries](const model::Caller& caller, const model::AnyRow& row) {
    return deliveries.SendTest(caller, row);
  };
  return door::Rest(deliveries, kDeliveries, mount, {.create = send_test})
      .ListBy(list, "v1.list_webhook_deliveries", "List the deliveries to an endpoint")
      .Create(201, "v1.send_test_webhook", "Send a test event to an endpoint")
      .Get("v1.read_webhook_delivery", "Read a delivery")
      .Action(http::Method::kPost, "/resend", 201,
              door::Typed(deliveries, &webhooks::Deliveries::Resend), "v1.resend_webhook",
              "Send the event of a delivery again")
      .Rows();
}

std::vector<door::Route> AttemptRoutes(const webhooks::Deliveries& deliveries,
                                       const door::Mount& mount) {
  const auto list = [&deliveries](const Call& call, store::PageQuery query) {
    return deliveries.AttemptsOf(call.caller(), call.Param("endpoint_id"),
                                 call.Param("delivery_id"), std::move(query));
  };
  return door::Rest(deliveries.attempts(), kAttempts, mount)
      .ListBy(list, "v1.list_webhook_attempts", "List the attempts of a delivery")
      .Rows();
}

}  // namespace

std::vector<door::Route> WebhookRoutes(const WebhookUses& uses, const door::Dialect& dialect) {
  const door::Mount mount{dialect, TokenOrKey(), true};
  auto routes = EndpointRoutes(uses.endpoints, mount);
  for (auto part :
       {SubscriberRoutes(uses.subscribers, mount), DeliveryRoutes(uses.deliveries, mount),
        AttemptRoutes(uses.deliveries, mount)}) {
    std::ranges::move(part, std::back_inserter(routes));
  }
  return routes;
}

}  // namespace bearward::dialects::v1
