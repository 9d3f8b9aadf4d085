// Authority: which subjects a caller may act on. The one place where verbs ask: the caller is
// entitled in the subject's organization, has the verb's permission, and holds at least what the
// subject holds (model/authority.h; incident classes I2, I3).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "model/api_key.h"
#include "model/application.h"
#include "model/caller.h"
#include "model/session.h"
#include "model/user.h"
#include "store/transaction.h"

namespace bearward::verify {

// IsEnvironment says whether the caller is a key of an environment, which holds everything there.
bool IsEnvironment(const model::Principal& actor);
// IsSelf says whether the caller is this user.
bool IsSelf(const model::Principal& actor, const model::UserId& user);

// CheckPermission refuses (kDenied "missing_permission") a caller without the permission.
base::Status CheckPermission(const model::Principal& actor, std::string_view permission);
// CheckEnvironment refuses (kDenied "not_the_environment") all but an environment's key: for what
// concerns every organization of an environment.
base::Status CheckEnvironment(const model::Principal& actor);

// Self says whether a user may do something to itself without the permission: never, by the token
// of a session, or by a key as well. A key must not set a password or make another key.
enum class Self : std::uint8_t { kNever, kBySession, kByAny };

// Act is what a caller is about to do to a user. `compares` is unset for what only reads.
struct Act {
  std::string_view permission;
  Self self = Self::kNever;
  bool compares = true;
};

// ActedOnUser is a user that the caller may act on; `home` is the organization in which its keys
// act, none for a user without memberships.
struct ActedOnUser {
  model::User user;
  std::optional<model::OrganizationId> home;
};

// AuthorizeUser returns the user when the caller may do this to it. A key of the environment always
// may. All others must be bound to the user's home, the user itself included: a guest organization
// must not lead to the account at home. kNotFound "user_not_found" when it is missing, at home
// elsewhere, or the permission is missing; kDenied "missing_permission" for the user itself,
// "exceeds_own_permissions" by the rule of model/authority.h.
base::Result<ActedOnUser> AuthorizeUser(store::ReadTx& tx, const model::Principal& actor,
                                        const model::UserId& user, const Act& act);

// ActedOnKey is a live key that the caller may act on; `home` is empty for an environment's key.
struct ActedOnKey {
  model::ApiKey key;
  std::optional<model::OrganizationId> home;
};

// AuthorizeKey does the same for a live API key, by its user; an environment's key is for another
// key of the environment only. kNotFound "key_not_found".
base::Result<ActedOnKey> AuthorizeKey(store::ReadTx& tx, const model::Principal& actor,
                                      const model::ApiKeyId& key, const Act& act);

// AuthorizeApplication does the same for an application of the caller's organization, by the
// permission applications:manage; with `compares` unset for what only reads. kNotFound
// "application_not_found".
base::Result<model::Application> AuthorizeApplication(store::ReadTx& tx,
                                                      const model::Principal& actor,
                                                      const model::ApplicationId& application,
                                                      bool compares = true);

// AuthorizeSession refuses who may not end the session, which is of the caller's environment:
// one's own by any credential, another's by sessions:manage in the organization of the session.
// kNotFound "session_not_found", kDenied "exceeds_own_permissions".
base::Status AuthorizeSession(store::ReadTx& tx, const model::Principal& actor,
                              const model::Session& session);

}  // namespace bearward::verify
