#include "dialects/v1/masquerade.h"

#include <string>
#include <utility>

#include "base/time.h"
#include "dialects/v1/guard.h"
#include "door/contract.h"
#include "door/outcome.h"
#include "json/writer.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;
using door::Call;
using json::kText;

constexpr json::Property kMembers[] = {
    {"object", json::Word<"masquerade">()},
    {"session_id", kText},
    {"user_id", kText, true, "The user as whom the session acts."},
    {"organization_id", kText},
    {"expires_at", json::kTime}};
constexpr json::Schema kStarted = json::ObjectOf(kMembers, "Masquerade");
constexpr json::Property kOfEnvironmentMembers[] = {{"object", json::Word<"masquerade">()},
                                                    {"session_id", kText},
                                                    {"environment_id", kText},
                                                    {"expires_at", json::kTime}};
constexpr json::Schema kOfEnvironment =
    json::ObjectOf(kOfEnvironmentMembers, "EnvironmentMasquerade");
constexpr json::Property kNewMembers[] = {
    {"reason", kText, true, "Why: one line of at most 200 bytes. It is in the audit trail."},
    json::Optional("organization_id", json::OrNull(kText),
                   "One of the organizations of the user; its home without it.")};
constexpr json::Schema kNew = json::ObjectOf(kNewMembers);
constinit const door::Contract kMasquerade = {
    .body = &kNew,
    .successes = door::kAnswer<201, "The session; its token is in a cookie.", kStarted>,
    .errors = door::kStatuses<404, 409>};

constinit const door::Contract kForEnvironment = {
    .body = &json::kNoMembers,
    .successes = door::kAnswer<201, "The session; its token is in a cookie.", kOfEnvironment>,
    .errors = door::kStatuses<404, 409>};

// The token is in a cookie only. It does not replace the cookie of the own session, which other
// pages of the browser keep using.
door::Reply Encode(const grant::Granted& granted, const door::CookieNames& names) {
  const model::Session& session = granted.issued.session;
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("object").String("masquerade");
  writer.Key("session_id").String(session.id.text);
  if (session.subject_kind == model::SubjectKind::kEnvironment) {
    writer.Key("environment_id").String(session.environment.text);
  } else {
    writer.Key("user_id").String(session.subject_id);
    writer.Key("organization_id").String(session.organization.text);
  }
  writer.Key("expires_at").String(base::FormatIsoMillis(session.expires_at)).EndObject();
  door::Reply reply = door::NoStore(door::JsonReply(201, std::move(text)));
  const std::string_view token = granted.issued.access.Reveal();
  reply.headers.Add("Set-Cookie", door::SetCookie(names.masquerade, token, names.secure, true));
  reply.headers.Add("Set-Cookie", door::SetCookie(names.masquerade_csrf, door::CsrfTokenOf(token),
                                                  names.secure, false));
  return reply;
}

Result<door::Outcome> Start(const MasqueradeUses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  grant::ImpersonationRequest request;
  BW_TRY_ASSIGN(request.reason, body.RequiredText("reason"));
  BW_TRY_ASSIGN(const auto organization, body.Text("organization_id"));
  if (organization) request.organization = model::OrganizationId{*organization};
  BW_TRY_ASSIGN(request.user, uses.users.Resolve(call.caller(), call.Param("id")));
  const door::CookieNames names = door::CookieNamesOf(call.request(), uses.issuer_is_https);
  return door::Defer<grant::Granted>(
      uses.grant.Impersonate(call.caller(), request),
      [names](const grant::Granted& granted) { return Encode(granted, names); });
}

// The names of the other environments are for operators only, so the check comes first.
Result<door::Outcome> StartForEnvironment(const MasqueradeUses& uses, Call& call) {
  BW_TRY(verify::CheckInstallation(call.caller().principal(), uses.find_default));
  BW_TRY_ASSIGN(const auto environment, uses.environments.Find(call.Param("name")));
  const door::CookieNames names = door::CookieNamesOf(call.request(), uses.issuer_is_https);
  return door::Defer<grant::Granted>(
      uses.grant.ActForEnvironment(call.caller(), environment.id),
      [names](const grant::Granted& granted) { return Encode(granted, names); });
}

}  // namespace

std::vector<door::Route> MasqueradeRoutes(const MasqueradeUses& uses,
                                          const door::Dialect& dialect) {
  const door::Guard guard = InPerson(door::WithSessionCookie({}));
  return {{http::Method::kPost, "/v1/users/{id}/masquerade", guard, door::RunOn::kWorker,
           door::Bind(uses, Start), "v1.masquerade",
           "Act as another user in the console, for an hour at most", &kMasquerade, &dialect},
          {http::Method::kPost, "/v1/environments/{name}/masquerade", guard, door::RunOn::kWorker,
           door::Bind(uses, StartForEnvironment), "v1.act_for_environment",
           "Act for another environment in the console, for an hour at most", &kForEnvironment,
           &dialect}};
}

}  // namespace bearward::dialects::v1
