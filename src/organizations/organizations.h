// Organizations: enables and disables organizations, and sets their rate limits.
#pragma once

#include <optional>

#include "base/clock.h"
#include "base/result.h"
#include "model/caller.h"
#include "model/organization.h"
#include "model/rate_limit.h"
#include "store/store.h"

namespace bearward::organizations {

// Organizations is safe from any thread. Only the environment's key may perform its operations. An
// organization of another environment is kNotFound "organization_not_found", like an unknown one.
class Organizations {
 public:
  Organizations(store::Store& store, const base::Clock& clock) : store_(store), clock_(clock) {}

  // SetEnabled enables or disables a tenant. Disabling revokes all its tokens permanently: no
  // earlier token is valid after it is enabled again (incident class B4).
  base::Status SetEnabled(const model::Caller& caller, const model::OrganizationId& organization,
                          bool enabled);
  // SetRateLimit sets or removes the rate limit of a whole tenant, from the next request on.
  base::Status SetRateLimit(const model::Caller& caller, const model::OrganizationId& organization,
                            const std::optional<model::RateLimit>& limit);

 private:
  store::Store& store_;
  const base::Clock& clock_;
};

}  // namespace bearward::organizations
