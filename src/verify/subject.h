// Subject loading: the one place that decides whether a user, an application or an environment is
// live and what it may do. Sign-in, refresh and every verification come through here, so no way in
// can forget a switch (incident classes B4 and D3).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/application.h"
#include "model/rate_limit.h"
#include "model/user.h"
#include "store/transaction.h"
#include "token/claims.h"

namespace bearward::verify {

// LoadUserSubject gives a user in one of its organizations. Refused as kUnauthenticated:
// "environment_disabled", "organization_disabled", "user_inactive", "user_unknown",
// "membership_missing". Credential and profile are left to the caller.
base::Result<token::Subject> LoadUserSubject(store::ReadTx& tx,
                                             const model::EnvironmentId& environment,
                                             const model::UserId& user,
                                             const model::OrganizationId& organization);

// LoadApplicationSubject gives an application; refused likewise, also "application_disabled" and
// "application_unknown".
base::Result<token::Subject> LoadApplicationSubject(store::ReadTx& tx,
                                                    const model::EnvironmentId& environment,
                                                    const model::ApplicationId& application);
// LoadApplicationSubject does the same for a row that was found already, or was not.
base::Result<token::Subject> LoadApplicationSubject(
    store::ReadTx& tx, const model::EnvironmentId& environment,
    const std::optional<model::Application>& application);

// LoadEnvironmentSubject gives the environment itself, with every permission.
base::Result<token::Subject> LoadEnvironmentSubject(store::ReadTx& tx,
                                                    const model::EnvironmentId& environment);

// LoadSessionSubject gives whom a session is for, by one of the above.
base::Result<token::Subject> LoadSessionSubject(store::ReadTx& tx, const model::Session& session);

// PutUnder puts a principal under a limit, if there is one. The bucket is that of the environment,
// the scope and the id together: nothing else has the same.
void PutUnder(const std::optional<model::RateLimit>& limit, model::LimitScope scope,
              std::string_view id, model::Principal& principal);

// LimitToScopes leaves a principal those of its permissions that the scopes name: a token never may
// more than its subject may now, nor more than it was issued for. The scope "*" is all of them.
void LimitToScopes(const std::vector<std::string>& scopes, model::Principal& principal);

// MissingAccount is the error of a request that must name an organization by number and does not:
// kInvalid "missing_account", with account_id in `fields`.
base::Error MissingAccount();

// ChooseOrganization gives the user's home, or, with a number, that one of its organizations:
// kDenied "wrong_account" when the user does not belong there.
base::Result<model::OrganizationId> ChooseOrganization(store::ReadTx& tx, const model::User& user,
                                                       std::optional<std::int64_t> number);

}  // namespace bearward::verify
