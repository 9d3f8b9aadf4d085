#include "sessions/sessions.h"

#include <optional>
#include <utility>
#include <vector>

#include "store/applications.h"
#include "store/sessions.h"
#include "token/profiles.h"

namespace bearward::sessions {
namespace {

base::Status AppendEnded(store::WriteTx& tx, const model::EventBy& by,
                         const std::vector<model::SessionId>& ended,
                         const std::optional<model::OrganizationId>& organization) {
  for (const model::SessionId& session : ended) {
    BW_TRY(tx.Append(by.Make(model::EventType::kSessionEnded, session.text, organization)));
  }
  return {};
}

// The sessions of an operator are in other environments than its own, and so are their events.
base::Status AppendEnded(store::WriteTx& tx, const model::EventBy& by,
                         const std::vector<store::EndedMasquerade>& ended) {
  for (const store::EndedMasquerade& one : ended) {
    model::Event event = by.Make(model::EventType::kSessionEnded, one.id.text, one.organization);
    event.environment = one.environment;
    BW_TRY(tx.Append(std::move(event)));
  }
  return {};
}

base::Status EndMasquerades(store::WriteTx& tx, const store::Masquerades& masquerades,
                            const model::EventBy& by) {
  BW_TRY_ASSIGN(const auto ended,
                store::EndMasquerades(tx, by.environment(), masquerades, by.at()));
  return AppendEnded(tx, by, ended);
}

base::Status EndAs(store::WriteTx& tx, model::EventType type, model::Session session,
                   const model::EventBy& by) {
  session.ended_at = by.at();
  BW_TRY(store::UpdateSession(tx, session));
  // Only sessions of the console begin others.
  if (session.profile == token::kConsole) {
    BW_TRY(EndBegunIn(tx, session.id, session.subject_id, by));
  }
  return tx.Append(by.OfSession(type, session));
}

base::Status EndEach(store::WriteTx& tx, const Ending& ending,
                     const std::optional<model::OrganizationId>& there) {
  BW_TRY_ASSIGN(const auto ended, store::EndSessionsOf(tx, ending.by.environment(), ending.kind,
                                                       ending.subject_id, ending.by.at(), there));
  BW_TRY(AppendEnded(tx, ending.by, ended, ending.organization));
  if (ending.kind != model::SubjectKind::kUser) return {};
  return EndMasquerades(tx, {.impersonator = ending.subject_id, .organization = there}, ending.by);
}

}  // namespace

base::Status EndBegunIn(store::WriteTx& tx, const model::SessionId& session, std::string_view user,
                        const model::EventBy& by) {
  return EndMasquerades(tx, {.impersonator = user, .session = session.text}, by);
}

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

base::Status EndAdministration(store::WriteTx& tx, const model::EventBy& by,
                               const model::UserId& user) {
  BW_TRY_ASSIGN(const auto ended,
                store::EndSessionsOutside(tx, by.environment(), user, token::kConsole, by.at()));
  for (const model::SessionId& session : ended) BW_TRY(EndBegunIn(tx, session, user.text, by));
  return AppendEnded(tx, by, ended, std::nullopt);
}

base::Status EndAllIn(store::WriteTx& tx, const model::EnvironmentId& environment,
                      const std::optional<model::OrganizationId>& organization, base::Time at) {
  BW_TRY(store::RaiseGenerations(tx, environment, organization));
  BW_TRY(store::EndSessionsIn(tx, environment, organization, at));
  if (organization) return {};
  // The event of the disabling covers no session in another environment.
  BW_TRY_ASSIGN(const auto elsewhere, store::EndMasqueradesOf(tx, environment, at));
  return AppendEnded(tx, model::EventBy(environment, {}, at), elsewhere);
}

}  // namespace bearward::sessions
