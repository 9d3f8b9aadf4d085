// Routes of webhook endpoints (contracts: WorkOS section 4.12).
#pragma once

#include <vector>

#include "door/rest.h"
#include "webhooks/endpoints.h"

namespace bearward::dialects::workos {

// WebhookEndpointRoutes returns the routes. The endpoints must outlive them.
std::vector<door::Route> WebhookEndpointRoutes(const webhooks::Endpoints& endpoints,
                                               const door::Mount& mount);

}  // namespace bearward::dialects::workos
