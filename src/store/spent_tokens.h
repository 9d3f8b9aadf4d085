// Tables of the revoked tokens without a session and of the used client assertions (RFC 7523).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/ids.h"
#include "store/transaction.h"

namespace bearward::store {

// IsTokenRevoked says whether a token without a session was revoked, by its id (`jti`).
base::Result<bool> IsTokenRevoked(ReadTx& tx, const model::EnvironmentId& environment,
                                  std::string_view id);
// ListRevokedTokens returns the ids of at most `limit` revoked tokens of all environments. It is
// for a cache; its result must not be shown to a caller.
base::Result<std::vector<std::string>> ListRevokedTokens(ReadTx& tx, std::size_t limit);
// RevokeToken stores the revocation of a token until the token expires, and returns false if it is
// stored already.
base::Result<bool> RevokeToken(WriteTx& tx, const model::EnvironmentId& environment,
                               std::string_view id, base::Time expires_at);

// UseAssertion stores that a client used the assertion with this `jti`; kExists if the client used
// it before.
base::Status UseAssertion(WriteTx& tx, const model::EnvironmentId& environment,
                          const model::ApplicationId& application, std::string_view id,
                          base::Time expires_at);

}  // namespace bearward::store
