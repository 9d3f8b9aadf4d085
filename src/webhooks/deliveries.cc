#include "webhooks/deliveries.h"

#include <memory>
#include <utility>

#include "base/id.h"
#include "store/webhooks.h"

namespace bearward::webhooks {
namespace {

using base::Result;
using model::WebhookDelivery;

// Rows of the log are written by the delivery, without an event of their own: a failed delivery
// must not cause another one.
resource::Rules LogRules() {
  return {.read = {},
          .write = {},
          .events = {model::EventType::kWebhookEndpointUpdated,
                     model::EventType::kWebhookEndpointUpdated,
                     model::EventType::kWebhookEndpointUpdated}};
}

}  // namespace

Deliveries::Deliveries(const resource::Parts& parts, const Endpoints& endpoints,
                       const Subscribers& subscribers, MakeTest make_test)
    : VerbsOf(model::kWebhookDelivery, LogRules(), parts),
      parts_(parts),
      endpoints_(endpoints),
      subscribers_(subscribers),
      make_test_(std::move(make_test)),
      attempts_(model::kWebhookAttempt, LogRules(), parts) {}

base::Status Deliveries::CheckReceiver(const model::Caller& caller, const std::string& id) const {
  const auto endpoint = endpoints_.Get(caller, id);
  if (endpoint) return {};
  if (endpoint.error().code != base::Code::kNotFound) return base::Fail(endpoint.error());
  const auto subscriber = subscribers_.Get(caller, id);
  if (subscriber) return {};
  // The path names an endpoint, so that is what is missing.
  const bool is_missing = subscriber.error().code == base::Code::kNotFound;
  return base::Fail(is_missing ? endpoint.error() : subscriber.error());
}

Result<resource::Page> Deliveries::ListOf(const model::Caller& caller, const std::string& endpoint,
                                          store::PageQuery query) const {
  BW_TRY(CheckReceiver(caller, endpoint));
  query.conditions.push_back(store::OfEndpoint(endpoint));
  return List(caller, std::move(query));
}

Result<resource::Page> Deliveries::AttemptsOf(const model::Caller& caller,
                                              const std::string& endpoint,
                                              const std::string& delivery,
                                              store::PageQuery query) const {
  BW_TRY(CheckReceiver(caller, endpoint));
  BW_TRY(Get(caller, {delivery, {{record().Find("endpoint_id"), {endpoint}}}}));
  query.conditions.push_back(store::OfDelivery(delivery));
  return attempts_.List(caller, std::move(query));
}

Result<WebhookDelivery> Deliveries::Resend(const model::Caller& caller,
                                           const resource::Address& at) const {
  BW_TRY_ASSIGN(const WebhookDelivery delivery, Get(caller, at));
  BW_TRY(CheckReceiver(caller, delivery.endpoint));
  return Insert(caller, delivery);
}

Result<model::AnyRow> Deliveries::SendTest(const model::Caller& caller,
                                           const model::AnyRow& row) const {
  WebhookDelivery delivery;
  delivery.endpoint = static_cast<const WebhookDelivery*>(row.get())->endpoint;
  BW_TRY(endpoints_.Get(caller, delivery.endpoint));
  const base::Time now = parts_.clock.Now();
  Encoded test = make_test_("event_" + base::NewUlid(now, parts_.entropy), now);
  delivery.event_id = std::move(test.id);
  delivery.event = std::move(test.event);
  delivery.payload = std::move(test.body);
  BW_TRY_ASSIGN(const WebhookDelivery made, Insert(caller, delivery));
  return std::make_shared<WebhookDelivery>(made);
}

// A new delivery has an object of its own, so that it waits for no other and none waits for it.
Result<WebhookDelivery> Deliveries::Insert(const model::Caller& caller,
                                           const WebhookDelivery& wanted) const {
  WebhookDelivery made;
  const base::Time now = parts_.clock.Now();
  made.id = "wd_" + base::NewUlid(now, parts_.entropy);
  made.environment = caller->environment;
  made.created_at = made.updated_at = now;
  made.next_at = now;
  made.endpoint = wanted.endpoint;
  made.event_id = wanted.event_id;
  made.event = wanted.event;
  made.object_id = made.id;
  made.payload = wanted.payload;
  BW_TRY(parts_.store.Write([&](store::WriteTx& tx) { return store::PlanDelivery(tx, made); }));
  return made;
}

}  // namespace bearward::webhooks
