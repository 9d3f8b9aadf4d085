// Subject loading: the one place that decides whether a user, an application or an environment is
// active and what it may do. Sign-in, refresh and every verification use it, so that none of them
// can miss a disabled state (incident classes B4 and D3).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/application.h"
#include "model/organization_api_key.h"
#include "model/rate_limit.h"
#include "model/user.h"
#include "store/transaction.h"
#include "token/claims.h"

namespace bearward::verify {

// LoadUserSubject returns a user in one of its organizations or, for an empty `organization`, a
// user without roles and permissions that acts in none (contracts: WorkOS 4.1). Fails with
// kUnauthenticated: "environment_disabled", "organization_disabled", "user_inactive",
// "user_unknown", "membership_missing". The caller of the function sets credential and profile.
base::Result<token::Subject> LoadUserSubject(store::ReadTx& tx,
                                             const model::EnvironmentId& environment,
                                             const model::UserId& user,
                                             const model::OrganizationId& organization);

// LoadAdministratorSubject returns a user that administers its environment, with every permission
// and without an organization. Fails in the same way; "membership_missing" for any other user.
base::Result<token::Subject> LoadAdministratorSubject(store::ReadTx& tx,
                                                      const model::EnvironmentId& environment,
                                                      const model::UserId& user);

// LoadApplicationSubject returns an application. Fails in the same way, and also with
// "application_disabled" and "application_unknown".
base::Result<token::Subject> LoadApplicationSubject(store::ReadTx& tx,
                                                    const model::EnvironmentId& environment,
                                                    const model::ApplicationId& application);
// LoadApplicationSubject does the same with the result of an earlier lookup, which may be empty.
base::Result<token::Subject> LoadApplicationSubject(
    store::ReadTx& tx, const model::EnvironmentId& environment,
    const std::optional<model::Application>& application);

// LoadEnvironmentSubject returns the environment itself, with every permission.
base::Result<token::Subject> LoadEnvironmentSubject(store::ReadTx& tx,
                                                    const model::EnvironmentId& environment);

// LoadKeySubject returns the subject of an API key of an organization, with the permissions of the
// key. The key of a user acts as that user without roles, and only with permissions that the user
// has now; other keys act as a machine of the organization. Fails as LoadUserSubject does.
base::Result<token::Subject> LoadKeySubject(store::ReadTx& tx,
                                            const model::OrganizationApiKey& key);

// LoadSessionSubject returns the subject of a session, by one of the functions above. The console
// session of a user without an organization is that of an administrator.
base::Result<token::Subject> LoadSessionSubject(store::ReadTx& tx, const model::Session& session);

// PutUnder adds a rate limit to a principal, if `limit` is set. The bucket is derived from the
// environment, the scope and the id, so that no two limited subjects share one.
void PutUnder(const std::optional<model::RateLimit>& limit, model::LimitScope scope,
              std::string_view id, model::Principal& principal);

// LimitToScopes removes the permissions that the scopes do not name: a token never has more rights
// than its subject has now, nor more than it was issued for. The scope "*" means all of its
// permissions.
void LimitToScopes(const std::vector<std::string>& scopes, model::Principal& principal);

// MissingAccount is the error of a request that must name an organization by number and does not:
// kInvalid "missing_account", with account_id in `fields`.
base::Error MissingAccount();

// ChooseOrganization returns the home organization of the user or, if `number` is set, the
// organization with that number. kDenied "wrong_account" if
// the user is not a member there.
base::Result<model::OrganizationId> ChooseOrganization(store::ReadTx& tx, const model::User& user,
                                                       std::optional<std::int64_t> number);

}  // namespace bearward::verify
