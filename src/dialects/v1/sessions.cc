#include "dialects/v1/sessions.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/time.h"
#include "dialects/v1/guard.h"
#include "json/view.h"
#include "model/session.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;
using door::Call;
using door::Reply;

// Shown is a session at a time, which determines its status.
struct Shown : model::Session {
  base::Time now;

  base::Time end() const { return refresh_expires_at.value_or(expires_at); }
  std::string_view status() const {
    return ended_at ? "ended" : end() <= now ? "expired" : "active";
  }
  std::optional<std::string> user() const {
    return subject_kind == model::SubjectKind::kUser ? std::optional(subject_id) : std::nullopt;
  }
};

using View = json::View<Shown>;
constexpr View::Member kSubject[] = {View::Of<&Shown::subject_kind>("kind"),
                                     View::Of<&Shown::subject_id>("id")};
constexpr View::Member kMembers[] = {
    View::Object<"session">(),
    View::Of<&Shown::id>("id"),
    View::Of<&Shown::user>("user_id", "null for a session of an application."),
    View::Part<kSubject>("subject"),
    View::NullIfEmpty<&Shown::organization, &model::OrganizationId::text>("organization_id"),
    View::Of<&Shown::profile>("profile", "The kind of its tokens."),
    View::Of<&Shown::auth_method>("auth_method"),
    View::Of<&Shown::ip_address>("ip_address"),
    View::Of<&Shown::user_agent>("user_agent"),
    View::OneOf<&Shown::status, "active", "expired", "ended">("status"),
    View::Of<&Shown::created_at>("created_at"),
    View::Of<&Shown::rotated_at>("updated_at", "Of the newest refresh."),
    View::Of<&Shown::end>("expires_at",
                          "Of the access token, or of the refresh token if there is one."),
    View::Of<&Shown::ended_at>("ended_at")};
constexpr json::Schema kSession = json::kSchemaOf<kMembers, "Session">;
constinit const door::Contract kReadSession = {
    .body = &json::kNoMembers, .successes = door::kAnswer<200, "The session.", kSession>};

Result<Reply> ReadSession(grant::Grant& grant, const Call& call) {
  BW_TRY_ASSIGN(model::Session session,
                grant.FindSession(call.caller(), model::SessionId{call.Param("id")}));
  return door::JsonReply(200, json::ViewText<kMembers>(Shown{std::move(session), call.now()}));
}

}  // namespace

std::vector<door::Route> SessionRoutes(grant::Grant& grant, const door::Dialect& dialect) {
  return {{http::Method::kGet, "/v1/sessions/{id}", TokenOrKey(), door::RunOn::kWorker,
           [&grant](Call& call) { return ReadSession(grant, call); }, "v1.read_session",
           "Read a session, also an ended one", &kReadSession, &dialect}};
}

}  // namespace bearward::dialects::v1
