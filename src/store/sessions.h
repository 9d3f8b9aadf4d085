// Tables of sessions and of the token records that lead to them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "model/session.h"
#include "store/transaction.h"

namespace bearward::store {

// FindSession gives nullopt when there is none in this environment. Ended ones are found too.
base::Result<std::optional<model::Session>> FindSession(ReadTx& tx,
                                                        const model::EnvironmentId& environment,
                                                        const model::SessionId& id);
// InsertSession fails with kExists when the id is taken in the environment.
base::Status InsertSession(WriteTx& tx, const model::Session& session);
// UpdateSession writes organization, generation, rotated_at, both expiries, ended_at and access.
base::Status UpdateSession(WriteTx& tx, const model::Session& session);
// EndSessionsOf ends every session of a subject that is not over by then, and gives their ids.
base::Result<std::vector<model::SessionId>> EndSessionsOf(WriteTx& tx,
                                                          const model::EnvironmentId& environment,
                                                          model::SubjectKind kind,
                                                          std::string_view subject_id,
                                                          base::Time at);
// EndSessionsIn ends every session of an organization that is not over by then, or of the whole
// environment without one. It reads all live sessions of the environment: for rare switches.
base::Status EndSessionsIn(WriteTx& tx, const model::EnvironmentId& environment,
                           const std::optional<model::OrganizationId>& organization, base::Time at);
// FindTokenByHash looks through all environments, as FindApiKeyByHash does.
base::Result<std::optional<model::TokenRecord>> FindTokenByHash(ReadTx& tx,
                                                                const base::Digest& hash);
// InsertToken fails with kExists when the hash is known in any environment.
base::Status InsertToken(WriteTx& tx, const model::TokenRecord& token);
// PruneSessions deletes at most `batch` sessions, with their tokens, that were over before
// `before`, and gives how many. Ids of deleted sessions are never given out again.
base::Result<std::int64_t> PruneSessions(WriteTx& tx, base::Time before, int batch);

}  // namespace bearward::store
