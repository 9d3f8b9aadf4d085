// Organization: a tenant of an environment (WorkMobile's customer, WorkSpan's company,
// TeleTracker's account).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/time.h"
#include "model/ids.h"
#include "model/password_policy.h"
#include "model/rate_limit.h"

namespace bearward::model {

// Organization has two names on the wire: its id and its number (CustomerId, account_id). Both are
// unique in the environment. A disabled one refuses every credential bound to it.
struct Organization {
  EnvironmentId environment;
  OrganizationId id;
  std::int64_t number = 0;
  std::string name;
  PolicyLevel password_policy = PolicyLevel::kMedium;
  bool enabled = true;
  base::Time created_at;
  base::Time updated_at;
  std::optional<RateLimit> rate_limit = {};  // of all that act for it together; none: unlimited
};

}  // namespace bearward::model
