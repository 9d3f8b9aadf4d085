// Authority: whose keys and secrets a caller may handle. Private to the room.
#pragma once

#include <optional>

#include "base/result.h"
#include "model/api_key.h"
#include "model/application.h"
#include "model/caller.h"
#include "store/transaction.h"

namespace bearward::keys {

// HomeOf gives the organization in which a user's key acts when the caller may handle it. A key
// acts in the user's home, so only there: a caller bound to another organization, be it the user
// itself, must not get a credential for the home by this way (incident class I2). kNotFound
// "user_not_found", for missing users too. An environment's key also handles users without a home:
// nullopt.
base::Result<std::optional<model::OrganizationId>> HomeOf(store::ReadTx& tx,
                                                          const model::Principal& principal,
                                                          const model::UserId& user);

// CheckMayActAs refuses (kDenied "exceeds_own_permissions") whoever would gain rights from a key
// that acts as the user. A user may always act as itself.
base::Status CheckMayActAs(store::ReadTx& tx, const model::Principal& principal,
                           const model::UserId& user);

// CheckMaySetLimits refuses (kDenied "missing_permission") whoever may only handle its own key.
base::Status CheckMaySetLimits(const model::Principal& principal);

// HandledKey is a live key that the caller may handle; `home` is empty for an environment's own
// key.
struct HandledKey {
  model::ApiKey key;
  std::optional<model::OrganizationId> home;
};

// FindHandledKey gives it; kNotFound "key_not_found" when it is missing, revoked or not the
// caller's business.
base::Result<HandledKey> FindHandledKey(store::ReadTx& tx, const model::Principal& principal,
                                        const model::ApiKeyId& key);

// FindHandledApplication gives an application that the caller may handle; kNotFound
// "application_not_found" otherwise.
base::Result<model::Application> FindHandledApplication(store::ReadTx& tx,
                                                        const model::Principal& principal,
                                                        const model::ApplicationId& application);

}  // namespace bearward::keys
