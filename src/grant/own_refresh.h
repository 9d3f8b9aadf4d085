// Own refresh: the refresh token of an authenticated client. Internal to the module.
#pragma once

#include <optional>

#include "base/result.h"
#include "base/secret.h"
#include "model/caller.h"
#include "model/session.h"
#include "verify/verifier.h"

namespace bearward::grant {

// ReadClientRefresh parses a refresh token of any profile whose sessions belong to clients; nullopt
// if it is none, or belongs to another environment than the client's.
base::Result<std::optional<verify::RefreshClaim>> ReadClientRefresh(verify::Verifier& verifier,
                                                                    const model::Caller& client,
                                                                    const base::Secret& token);

// IsOf reports whether the session belongs to the client.
bool IsOf(const model::Session& session, const model::Caller& client);

}  // namespace bearward::grant
