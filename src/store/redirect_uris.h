// Table of the redirect URIs of environments.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "model/redirect_uri.h"
#include "store/table.h"
#include "store/transaction.h"

namespace bearward::store {

// RedirectUris returns the table.
const TableOf<model::RedirectUri>& RedirectUris();

// FindRedirect returns the address to which a browser is sent: `asked` if a registered URI of the
// environment stands for it, or the default URI if no address is asked for. nullopt if there is
// none, and for a default URI with a wildcard, which is no address.
base::Result<std::optional<std::string>> FindRedirect(ReadTx& tx,
                                                      const model::EnvironmentId& environment,
                                                      const std::optional<std::string>& asked);

}  // namespace bearward::store
