// Table of the redirect URIs of environments.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/redirect_uri.h"
#include "store/table.h"
#include "store/transaction.h"

namespace bearward::store {

// RedirectUris returns the table.
const TableOf<model::RedirectUri>& RedirectUris();

// IsRedirectAllowed says whether `uri` matches a registered redirect URI of the environment
// (model::MatchesRedirectUri).
base::Result<bool> IsRedirectAllowed(ReadTx& tx, const model::EnvironmentId& environment,
                                     std::string_view uri);
// FindDefaultRedirect returns the default redirect URI of the environment; nullopt if it has none,
// or if the default contains a wildcard and so is not a single URI.
base::Result<std::optional<std::string>> FindDefaultRedirect(
    ReadTx& tx, const model::EnvironmentId& environment);

}  // namespace bearward::store
