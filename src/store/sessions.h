// Tables of sessions and of the token records that refer to them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "model/session.h"
#include "store/page.h"
#include "store/transaction.h"

namespace bearward::store {

// FindSession returns nullopt when this environment has no such session. Ended sessions are also
// found.
base::Result<std::optional<model::Session>> FindSession(ReadTx& tx,
                                                        const model::EnvironmentId& environment,
                                                        const model::SessionId& id);
// InsertSession fails with kExists when the id exists in the environment.
base::Status InsertSession(WriteTx& tx, const model::Session& session);
// UpdateSession writes organization, generation, rotated_at, expires_at, refresh_expires_at,
// ended_at and access.
base::Status UpdateSession(WriteTx& tx, const model::Session& session);
// EndSessionsOf ends every session of a subject that is not yet ended or expired at `at`, and
// returns their ids. With `organization`, it ends only the sessions in that organization.
base::Result<std::vector<model::SessionId>> EndSessionsOf(
    WriteTx& tx, const model::EnvironmentId& environment, model::SubjectKind kind,
    std::string_view subject_id, base::Time at,
    const std::optional<model::OrganizationId>& organization = std::nullopt);
// EndSessionsOutside does the same for the sessions of a user that have this profile and belong to
// no organization.
base::Result<std::vector<model::SessionId>> EndSessionsOutside(
    WriteTx& tx, const model::EnvironmentId& environment, const model::UserId& user,
    std::string_view profile, base::Time at);
// Masquerades are the sessions in which a user acts as others or for another environment; with
// `session`, only those that it began in that session, and with `organization`, only those in that
// organization.
struct Masquerades {
  std::string_view impersonator;  // the id of the user
  std::string_view session = {};
  std::optional<model::OrganizationId> organization = std::nullopt;
};
// EndedMasquerade is a session that EndMasquerades has ended, and where it was.
struct EndedMasquerade {
  model::EnvironmentId environment;
  model::SessionId id;
  model::OrganizationId organization;
};
// EndMasquerades ends those that are not yet ended or expired at `at`, and returns them.
// `environment` is that of the user; the sessions may be in another one.
base::Result<std::vector<EndedMasquerade>> EndMasquerades(WriteTx& tx,
                                                          const model::EnvironmentId& environment,
                                                          const Masquerades& masquerades,
                                                          base::Time at);
// EndMasqueradesOf does the same for those of every user of an environment.
base::Result<std::vector<EndedMasquerade>> EndMasqueradesOf(WriteTx& tx,
                                                            const model::EnvironmentId& environment,
                                                            base::Time at);
// EndSessionsIn ends every session of an organization, or, without an organization, of the whole
// environment, that is not yet ended or expired at `at`. It reads all live sessions of the
// environment: use it for rare administrative changes only.
base::Status EndSessionsIn(WriteTx& tx, const model::EnvironmentId& environment,
                           const std::optional<model::OrganizationId>& organization, base::Time at);
// SessionQuery requests a page of the sessions of a user that are neither ended nor expired at
// `now`. Cursors are ids; without an order, the newest session comes first. With `organization`,
// only the sessions in that organization; the empty id selects the sessions without an
// organization.
struct SessionQuery : PageRequest {
  model::EnvironmentId environment;
  model::UserId user;
  base::Time now;
  std::optional<model::OrganizationId> organization = std::nullopt;
};
// SessionPage is a page of ListSessionsOf.
struct SessionPage {
  std::vector<model::Session> sessions;
  PageEnds ends;
};
// ListSessionsOf returns a page. kInvalid "invalid_cursor" if the cursor is not the id of a session
// of the user.
base::Result<SessionPage> ListSessionsOf(ReadTx& tx, const SessionQuery& query);
// FindTokenByHash searches all environments, as FindApiKeyByHash does.
base::Result<std::optional<model::TokenRecord>> FindTokenByHash(ReadTx& tx,
                                                                const base::Digest& hash);
// InsertToken fails with kExists when the hash exists in any environment.
base::Status InsertToken(WriteTx& tx, const model::TokenRecord& token);

}  // namespace bearward::store
