#include "dialects/v1/sessions.h"

#include <optional>
#include <string>
#include <utility>

#include "base/time.h"
#include "base/words.h"
#include "dialects/v1/guard.h"
#include "json/optional.h"
#include "json/writer.h"
#include "model/session.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;
using door::Call;
using door::Reply;
using json::kText;
using json::kTime;
using json::OrNull;

constexpr json::Schema kTextOrNull = OrNull(kText);
constexpr json::Property kSubjectMembers[] = {
    {"kind", json::OneOf(base::WordsOf<model::SubjectKind>::kWords)}, {"id", kText}};
constexpr json::Property kMembers[] = {
    {"object", json::Word<"session">()},
    {"id", kText},
    {"user_id", kTextOrNull, true, "null for a session of an application."},
    {"subject", json::ObjectOf(kSubjectMembers)},
    {"organization_id", kTextOrNull},
    {"profile", kText, true, "The kind of its tokens."},
    {"auth_method", json::OneOf(base::WordsOf<model::AuthMethod>::kWords)},
    {"ip_address", kTextOrNull},
    {"user_agent", kTextOrNull},
    {"status", json::Word<"active", "expired", "ended">()},
    {"created_at", kTime},
    {"updated_at", kTime, true, "Of the newest refresh."},
    {"expires_at", kTime, true, "Of the access token, or of the refresh token if there is one."},
    {"ended_at", OrNull(kTime)}};
constexpr json::Schema kSession = json::ObjectOf(kMembers, "Session");
constinit const door::Contract kReadSession = {
    .body = &json::kNoMembers, .successes = door::kAnswer<200, "The session.", kSession>};

Reply Encode(const model::Session& session, base::Time now) {
  const base::Time end = session.refresh_expires_at.value_or(session.expires_at);
  const std::optional<std::string> id = session.subject_id;
  const bool is_user = session.subject_kind == model::SubjectKind::kUser;
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("object").String("session").Key("id").String(session.id.text);
  json::WriteOptional(writer.Key("user_id"), is_user ? id : std::nullopt);
  writer.Key("subject").BeginObject().Key("kind").String(base::Word(session.subject_kind));
  writer.Key("id").String(session.subject_id).EndObject();
  json::WriteNonEmpty(writer.Key("organization_id"), session.organization.text);
  writer.Key("profile").String(session.profile);
  writer.Key("auth_method").String(base::Word(session.auth_method));
  json::WriteOptional(writer.Key("ip_address"), session.ip_address);
  json::WriteOptional(writer.Key("user_agent"), session.user_agent);
  writer.Key("status").String(session.ended_at ? "ended" : end <= now ? "expired" : "active");
  writer.Key("created_at").String(base::FormatIsoMillis(session.created_at));
  writer.Key("updated_at").String(base::FormatIsoMillis(session.rotated_at));
  writer.Key("expires_at").String(base::FormatIsoMillis(end));
  json::WriteOptional(writer.Key("ended_at"), session.ended_at).EndObject();
  return door::JsonReply(200, std::move(text));
}

Result<Reply> ReadSession(grant::Grant& grant, const Call& call) {
  BW_TRY_ASSIGN(const model::Session session,
                grant.FindSession(call.caller(), model::SessionId{call.Param("id")}));
  return Encode(session, call.now());
}

}  // namespace

std::vector<door::Route> SessionRoutes(grant::Grant& grant, const door::Dialect& dialect) {
  return {{http::Method::kGet, "/v1/sessions/{id}", TokenOrKey(), door::RunOn::kWorker,
           [&grant](Call& call) { return ReadSession(grant, call); }, "v1.read_session",
           "Read a session, also an ended one", &kReadSession, &dialect}};
}

}  // namespace bearward::dialects::v1
