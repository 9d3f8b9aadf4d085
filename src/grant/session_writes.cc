#include "grant/session_writes.h"

#include <string>
#include <utility>

#include "store/sessions.h"

namespace bearward::grant {
namespace {

base::Status End(store::WriteTx& tx, model::EventType type, model::Session session,
                 const model::EventBy& by) {
  session.ended_at = by.at();
  BW_TRY(store::UpdateSession(tx, session));
  return tx.Append(by.OfSession(type, session));
}

}  // namespace

base::Status LogOpened(store::WriteTx& tx, const token::Issued& issued, const model::EventBy& by) {
  BW_TRY(token::PersistNew(tx, issued));
  return tx.Append(by.OfSession(model::EventType::kSessionCreated, issued.session));
}

base::Status LogRefreshed(store::WriteTx& tx, const token::Issued& issued,
                          const model::Origin& origin) {
  BW_TRY(token::PersistNext(tx, issued));
  const model::Session& session = issued.session;
  const model::EventBy by(session.environment, model::SubjectOf(session, origin),
                          session.rotated_at);
  return tx.Append(by.OfSession(model::EventType::kSessionRefreshed, session));
}

base::Status LogEnded(store::WriteTx& tx, model::Session session, const model::EventBy& by) {
  return End(tx, model::EventType::kSessionEnded, std::move(session), by);
}

base::Status LogReuse(store::WriteTx& tx, model::Session session, base::Time now,
                      const model::Origin& origin) {
  const model::EventBy by(session.environment, {.credential_id = session.id.text, .origin = origin},
                          now);
  return End(tx, model::EventType::kSessionReuseDetected, std::move(session), by);
}

model::Event TokenEvent(model::EventType type, const model::Caller& client, std::string_view token,
                        base::Time at) {
  return model::EventBy(client, at)
      .Make(type, token, *client->organization, R"({"profile":"oauth.jwt"})");
}

}  // namespace bearward::grant
