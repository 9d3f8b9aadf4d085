// Own refresh: the refresh token that a believed client holds. Private to the module.
#pragma once

#include <optional>

#include "base/result.h"
#include "base/secret.h"
#include "model/caller.h"
#include "model/session.h"
#include "verify/verifier.h"

namespace bearward::grant {

// ReadClientRefresh recognises a refresh token of any profile whose sessions are of clients;
// nothing when it is none, or of another environment than the client's.
base::Result<std::optional<verify::RefreshClaim>> ReadClientRefresh(verify::Verifier& verifier,
                                                                    const model::Caller& client,
                                                                    const base::Secret& token);

// IsOf says whether the session is the client's own.
bool IsOf(const model::Session& session, const model::Caller& client);

}  // namespace bearward::grant
