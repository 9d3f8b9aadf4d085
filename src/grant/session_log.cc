#include "grant/session_log.h"

#include <string>
#include <utility>

#include "json/writer.h"
#include "store/sessions.h"

namespace bearward::grant {
namespace {

base::Status Append(store::WriteTx& tx, model::EventType type, const model::Session& session,
                    base::Time at, model::Actor actor) {
  model::Event event{.environment = session.environment,
                     .organization = session.organization,
                     .type = type,
                     .actor = std::move(actor),
                     .target = session.id.text,
                     .at = at,
                     .data = {}};
  json::Writer(event.data)
      .BeginObject()
      .Key("profile")
      .String(session.profile)
      .Key("subject_kind")
      .String(SubjectKindName(session.subject_kind))
      .Key("subject_id")
      .String(session.subject_id)
      .EndObject();
  return tx.Append(std::move(event));
}

base::Status End(store::WriteTx& tx, model::EventType type, model::Session session, base::Time now,
                 model::Actor actor) {
  session.ended_at = now;
  BW_TRY(store::UpdateSession(tx, session));
  return Append(tx, type, session, now, std::move(actor));
}

}  // namespace

model::Actor SubjectOf(const model::Session& session) {
  return {std::string(SubjectKindName(session.subject_kind)), session.subject_id};
}

base::Status LogOpened(store::WriteTx& tx, const token::Issued& issued, model::Actor actor) {
  BW_TRY(token::PersistNew(tx, issued));
  const model::Session& session = issued.session;
  return Append(tx, model::EventType::kSessionCreated, session, session.created_at,
                std::move(actor));
}

base::Status LogRefreshed(store::WriteTx& tx, const token::Issued& issued) {
  BW_TRY(token::PersistNext(tx, issued));
  const model::Session& session = issued.session;
  return Append(tx, model::EventType::kSessionRefreshed, session, session.rotated_at,
                SubjectOf(session));
}

base::Status LogEnded(store::WriteTx& tx, model::Session session, base::Time now,
                      model::Actor actor) {
  return End(tx, model::EventType::kSessionEnded, std::move(session), now, std::move(actor));
}

base::Status LogReuse(store::WriteTx& tx, model::Session session, base::Time now) {
  return End(tx, model::EventType::kSessionReuseDetected, std::move(session), now, model::Actor{});
}

model::Event TokenEvent(model::EventType type, const model::Caller& client, std::string_view token,
                        base::Time at) {
  model::Event event{.environment = client->environment,
                     .organization = client->organization,
                     .type = type,
                     .actor = client.AsActor(),
                     .target = std::string(token),
                     .at = at};
  event.data = R"({"profile":"oauth.jwt"})";
  return event;
}

}  // namespace bearward::grant
