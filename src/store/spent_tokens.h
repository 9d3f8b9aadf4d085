// Tables of what must not be taken again: tokens revoked before their time, assertions used.
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
// ListRevokedTokens gives the ids of at most `limit` revoked tokens, of all environments: for what
// remembers them within the program, never for a caller.
base::Result<std::vector<std::string>> ListRevokedTokens(ReadTx& tx, std::size_t limit);
// RevokeToken notes that it is, until it would be over by itself, and says whether that was news.
base::Result<bool> RevokeToken(WriteTx& tx, const model::EnvironmentId& environment,
                               std::string_view id, base::Time expires_at);

// UseAssertion notes that a client used an assertion; kExists when it did so before.
base::Status UseAssertion(WriteTx& tx, const model::EnvironmentId& environment,
                          const model::ApplicationId& application, std::string_view id,
                          base::Time expires_at);

// PruneRevokedTokens and PruneUsedAssertions delete at most `batch` rows that have expired before a
// time, and return how many.
base::Result<std::int64_t> PruneRevokedTokens(WriteTx& tx, base::Time before, int batch);
base::Result<std::int64_t> PruneUsedAssertions(WriteTx& tx, base::Time before, int batch);

}  // namespace bearward::store
