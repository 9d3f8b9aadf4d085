// Organization: a tenant of an environment (customer of WorkMobile, company of WorkSpan, account of
// TeleTracker).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/time.h"
#include "model/ids.h"
#include "model/password_policy.h"
#include "model/rate_limit.h"

namespace bearward::model {

// Organization has two identifiers in requests and responses: its id and its number (CustomerId,
// account_id). Both are unique in the environment. A disabled organization refuses every credential
// bound to it.
struct Organization {
  EnvironmentId environment;
  OrganizationId id;
  std::int64_t number = 0;
  std::string name;
  PolicyLevel password_policy = PolicyLevel::kMedium;
  bool enabled = true;
  base::Time created_at;
  base::Time updated_at;
  std::optional<RateLimit> rate_limit = {};  // shared by all its principals; empty: unlimited
};

}  // namespace bearward::model
