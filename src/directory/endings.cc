#include "directory/endings.h"

#include "store/login_failures.h"
#include "store/sessions.h"

namespace bearward::directory {

model::Event EventOf(const Ending& ending, model::EventType type, std::string_view target) {
  model::Event event;
  event.environment = ending.environment;
  event.organization = ending.organization;
  event.type = type;
  event.actor = ending.actor;
  event.target = target;
  event.at = ending.at;
  return event;
}

base::Status EndSessions(store::WriteTx& tx, const Ending& ending) {
  BW_TRY_ASSIGN(const auto ended, store::EndSessionsOf(tx, ending.environment, ending.kind,
                                                       ending.subject_id, ending.at));
  for (const model::SessionId& session : ended) {
    BW_TRY(tx.Append(EventOf(ending, model::EventType::kSessionEnded, session.text)));
  }
  return {};
}

base::Status EndLock(store::WriteTx& tx, const Ending& ending) {
  const model::UserId user{std::string(ending.subject_id)};
  BW_TRY_ASSIGN(const auto failures, store::FindLoginFailures(tx, ending.environment, user));
  if (failures.count == 0 && !failures.locked_until) return {};
  BW_TRY(store::PutLoginFailures(tx, ending.environment, user, {}));
  if (!failures.locked_until || *failures.locked_until <= ending.at) return {};
  return tx.Append(EventOf(ending, model::EventType::kLoginUnlocked, user.text));
}

}  // namespace bearward::directory
