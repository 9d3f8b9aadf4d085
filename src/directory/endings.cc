#include "directory/endings.h"

#include <string>

#include "store/applications.h"
#include "store/login_failures.h"
#include "store/sessions.h"

namespace bearward::directory {

base::Status EndSessions(store::WriteTx& tx, const Ending& ending) {
  BW_TRY_ASSIGN(const auto ended, store::EndSessionsOf(tx, ending.by.environment(), ending.kind,
                                                       ending.subject_id, ending.by.at()));
  for (const model::SessionId& session : ended) {
    BW_TRY(tx.Append(
        ending.by.Make(model::EventType::kSessionEnded, session.text, ending.organization)));
  }
  return {};
}

base::Status RevokeTokensIn(store::WriteTx& tx, const model::EnvironmentId& environment,
                            const std::optional<model::OrganizationId>& organization,
                            base::Time at) {
  BW_TRY(store::RaiseGenerations(tx, environment, organization));
  return store::EndSessionsIn(tx, environment, organization, at);
}

base::Status EndLock(store::WriteTx& tx, const Ending& ending) {
  const model::UserId user{std::string(ending.subject_id)};
  BW_TRY_ASSIGN(const auto failures, store::FindLoginFailures(tx, ending.by.environment(), user));
  if (failures.count == 0 && !failures.locked_until) return {};
  BW_TRY(store::PutLoginFailures(tx, ending.by.environment(), user, {}));
  if (!failures.locked_until || *failures.locked_until <= ending.by.at()) return {};
  return tx.Append(
      ending.by.Make(model::EventType::kLoginUnlocked, user.text, ending.organization));
}

}  // namespace bearward::directory
