// Resolve: loads the subject of a checked user. Internal to the module.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "base/result.h"
#include "model/organization.h"
#include "model/user.h"
#include "store/transaction.h"
#include "token/claims.h"

namespace bearward::login {

// Resolve returns the user in the organization with that number, or at home. Fails as
// verify::ChooseOrganization, with verify::MissingAccount for an integrator without a number, and
// with verify::InvalidCredentials if the user, the organization or the environment was disabled
// after the password was checked.
base::Result<token::Subject> Resolve(store::ReadTx& tx, const model::User& user,
                                     std::optional<std::int64_t> account);
// ResolverIn returns Login::Opening::load for a fixed organization; the empty id: for none. What
// was disabled after the password was checked is refused as a wrong password.
std::function<base::Result<token::Subject>(store::ReadTx& tx, const model::User& user)> ResolverIn(
    model::OrganizationId organization);
// OpenOrganizations returns the organizations that are enabled and in which the user has an active
// membership, the home first.
base::Result<std::vector<model::Organization>> OpenOrganizations(store::ReadTx& tx,
                                                                 const model::User& user);
// ResolveForConsole returns an administrator of its environment as such, without an organization,
// and any other user at home.
base::Result<token::Subject> ResolveForConsole(store::ReadTx& tx, const model::User& user);

}  // namespace bearward::login
