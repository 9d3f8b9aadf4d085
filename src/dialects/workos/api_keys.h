// WorkOS' API keys of organizations and users (contracts: WorkOS section 4.13).
#pragma once

#include <vector>

#include "door/rest.h"
#include "keys/organization_keys.h"
#include "verify/verifier.h"

namespace bearward::dialects::workos {

// ApiKeyUses are the dependencies of the routes; they must outlive the routes.
struct ApiKeyUses {
  const keys::OrganizationKeys& keys;
  verify::Verifier& verifier;
};

// ApiKeyRoutes returns the routes of the keys.
std::vector<door::Route> ApiKeyRoutes(const ApiKeyUses& uses, const door::Mount& mount);

}  // namespace bearward::dialects::workos
