// Applications: reads applications, enables and disables them, and sets their rate limits.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "model/application.h"
#include "model/caller.h"
#include "model/rate_limit.h"
#include "resource/verbs.h"
#include "store/store.h"

namespace bearward::applications {

// ApplicationName is both names of an application.
struct ApplicationName {
  model::ApplicationId id;
  std::string client_id;
};

// Applications are the verbs of applications, safe from any thread. All operations need the
// permission "applications:manage" in the organization of the application, or the environment's
// key. Operations that change an application also need a caller with at least the rights of the
// application before and after the change (verify/authority.h): kDenied
// "exceeds_own_permissions". What the caller may not see is kNotFound. An application is addressed
// by its id or its client id. Deleting one revokes its tokens and secrets at once; a provisioning
// file cannot bring the secrets back.
class Applications : public resource::VerbsOf<model::Application> {
 public:
  explicit Applications(const resource::Parts& parts);

  // FirstSecret makes the secret of an application that is created. `value` is set inside the
  // transaction; it is shown once.
  static Also FirstSecret(std::shared_ptr<base::Secret> value);

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
