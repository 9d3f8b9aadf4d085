// Routes of the secrets and deliveries of webhooks, and of subscribers.
#pragma once

#include <vector>

#include "door/route.h"
#include "webhooks/deliveries.h"
#include "webhooks/endpoints.h"
#include "webhooks/subscribers.h"

namespace bearward::dialects::v1 {

// WebhookUses are the dependencies of the routes and must outlive them.
struct WebhookUses {
  const webhooks::Endpoints& endpoints;
  const webhooks::Subscribers& subscribers;
  const webhooks::Deliveries& deliveries;
};

// WebhookRoutes returns the routes; `dialect` must outlive them.
std::vector<door::Route> WebhookRoutes(const WebhookUses& uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
