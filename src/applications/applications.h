// Applications: reads applications, enables and disables them, and sets their rate limits.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "model/application.h"
#include "model/caller.h"
#include "model/rate_limit.h"
#include "store/store.h"

namespace bearward::applications {

// ApplicationName is both names of an application.
struct ApplicationName {
  model::ApplicationId id;
  std::string client_id;
};

// Applications is safe from any thread. The operations that change an application need the
// permission "applications:manage" in its organization, or the environment's key, and a caller with
// at least the rights of the application (verify/authority.h): kDenied "missing_permission",
// "exceeds_own_permissions". What the caller may not see is kNotFound.
class Applications {
 public:
  Applications(store::Store& store, const base::Clock& clock) : store_(store), clock_(clock) {}

  // Resolve returns an application of the caller's environment by its id or its client id. It does
  // not authorize: the operation that follows does. A text that matches nothing is returned as the
  // id, so that the operation answers as for any unknown id.
  base::Result<ApplicationName> Resolve(const model::Caller& caller,
                                        std::string_view id_or_client_id);

  // SetEnabled enables or disables an application. Disabling revokes its tokens permanently: no
  // earlier token is valid after it is enabled again (incident class B4).
  base::Status SetEnabled(const model::Caller& caller, const model::ApplicationId& application,
                          bool enabled);
  // SetRateLimit sets or removes the rate limit of an application, from the next request on.
  base::Status SetRateLimit(const model::Caller& caller, const model::ApplicationId& application,
                            const std::optional<model::RateLimit>& limit);

 private:
  store::Store& store_;
  const base::Clock& clock_;
};

}  // namespace bearward::applications
