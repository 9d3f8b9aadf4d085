#include "sessions/sessions.h"

#include <utility>

#include "store/applications.h"
#include "store/sessions.h"

namespace bearward::sessions {
namespace {

base::Status EndAs(store::WriteTx& tx, model::EventType type, model::Session session,
                   const model::EventBy& by) {
  session.ended_at = by.at();
  BW_TRY(store::UpdateSession(tx, session));
  return tx.Append(by.OfSession(type, session));
}

base::Status EndEach(store::WriteTx& tx, const Ending& ending,
                     const std::optional<model::OrganizationId>& there) {
  BW_TRY_ASSIGN(const auto ended, store::EndSessionsOf(tx, ending.by.environment(), ending.kind,
                                                       ending.subject_id, ending.by.at(), there));
  for (const model::SessionId& session : ended) {
    BW_TRY(tx.Append(
        ending.by.Make(model::EventType::kSessionEnded, session.text, ending.organization)));
  }
  return {};
}

}  // namespace

base::Status Open(store::WriteTx& tx, const token::Issued& issued, const model::EventBy& by) {
  BW_TRY(token::PersistNew(tx, issued));
  return tx.Append(by.OfSession(model::EventType::kSessionCreated, issued.session));
}

base::Status Refresh(store::WriteTx& tx, const token::Issued& issued, const model::Origin& origin) {
  BW_TRY(token::PersistNext(tx, issued));
  const model::Session& session = issued.session;
  const model::EventBy by(session.environment, model::SubjectOf(session, origin),
                          session.rotated_at);
  return tx.Append(by.OfSession(model::EventType::kSessionRefreshed, session));
}

base::Status End(store::WriteTx& tx, model::Session session, const model::EventBy& by) {
  return EndAs(tx, model::EventType::kSessionEnded, std::move(session), by);
}

base::Status EndReused(store::WriteTx& tx, model::Session session, base::Time now,
                       const model::Origin& origin) {
  const model::EventBy by(session.environment, {.credential_id = session.id.text, .origin = origin},
                          now);
  return EndAs(tx, model::EventType::kSessionReuseDetected, std::move(session), by);
}

base::Status EndAll(store::WriteTx& tx, const Ending& ending) {
  return EndEach(tx, ending, std::nullopt);
}

base::Status EndAllOfMember(store::WriteTx& tx, const Ending& ending) {
  return EndEach(tx, ending, ending.organization);
}

base::Status EndAllIn(store::WriteTx& tx, const model::EnvironmentId& environment,
                      const std::optional<model::OrganizationId>& organization, base::Time at) {
  BW_TRY(store::RaiseGenerations(tx, environment, organization));
  return store::EndSessionsIn(tx, environment, organization, at);
}

}  // namespace bearward::sessions
