#include "directory/endings.h"

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

}  // namespace bearward::directory
