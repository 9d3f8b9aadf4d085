#include "dialects/workos/passwordless.h"

#include <chrono>
#include <string>
#include <utility>

#include "base/invalid.h"
#include "base/time.h"
#include "dialects/workos/email_in_body.h"
#include "json/writer.h"

namespace bearward::dialects::workos {
namespace {

using base::Result;
using door::Call;
using door::Reply;

constexpr std::int64_t kShortest = 900;  // seconds
constexpr std::int64_t kLongest = 86'400;
constexpr std::size_t kLongestState = 256;

base::Error InvalidValue(std::string text, std::string field) {
  return base::Invalid("invalid_value", std::move(text), {std::move(field)});
}

Result<std::chrono::seconds> LifetimeOf(const door::Body& body) {
  BW_TRY_ASSIGN(const auto seconds, body.Integer("expires_in"));
  const std::int64_t lifetime = seconds.value_or(kShortest);
  if (lifetime >= kShortest && lifetime <= kLongest) return std::chrono::seconds(lifetime);
  return base::Fail(InvalidValue("`expires_in` must be from 900 to 86400 seconds.", "expires_in"));
}

Result<users::LinkRequest> RequestOf(const door::Body& body) {
  users::LinkRequest request;
  BW_TRY_ASSIGN(request.email, EmailInBody(body));
  BW_TRY_ASSIGN(const std::string type, body.RequiredText("type"));
  if (type != "MagicLink") {
    return base::Fail(InvalidValue("`type` must be `MagicLink`.", "type"));
  }
  BW_TRY_ASSIGN(request.redirect_uri, body.Text("redirect_uri"));
  BW_TRY_ASSIGN(const auto state, body.Text("state"));
  request.state = state.value_or("");
  if (request.state.size() > kLongestState) {
    return base::Fail(InvalidValue("`state` must have at most 256 bytes.", "state"));
  }
  BW_TRY_ASSIGN(request.lifetime, LifetimeOf(body));
  return request;
}

Result<Reply> Create(const users::SignInLinks& links, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const users::LinkRequest request, RequestOf(body));
  BW_TRY_ASSIGN(const users::ShownCode made, links.Create(call.caller(), request));
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("object").String(base::Word(made.row.kind));
  writer.Key("id").String(made.row.id).Key("email").String(made.row.email);
  writer.Key("expires_at").String(base::FormatIsoMillis(made.row.expires_at));
  writer.Key("link").String(made.text.Reveal()).EndObject();
  return door::NoStore(door::JsonReply(201, std::move(text)));
}

Result<Reply> Send(const users::SignInLinks& links, Call& call) {
  BW_TRY(links.Send(call.caller(), call.Param("id")));
  return door::JsonReply(200, R"({"success":true})");
}

constexpr json::Schema kText = json::OrNull(json::kText);
constexpr json::Property kInputMembers[] = {
    {"email", json::kText},
    {"type", json::Word<"MagicLink">()},
    json::Optional("redirect_uri", kText, "A redirect URI of the environment."),
    json::Optional("state", kText, "At most 256 bytes; the link returns it to `redirect_uri`."),
    json::Optional("expires_in", json::OrNull(json::kInteger), "Seconds, from 900 to 86400.")};
constexpr json::Schema kInput = json::ObjectOf(kInputMembers, "WorkOSPasswordlessSessionInput");
constexpr json::Property kMembers[] = {
    {"object", json::Word<"passwordless_session">()},
    {"id", json::kText},
    {"email", json::kText},
    {"expires_at", json::kTime},
    {"link", json::kText, true, "Leads to `redirect_uri` with the parameter `code`."}};
constexpr json::Schema kSession = json::ObjectOf(kMembers, "WorkOSPasswordlessSession");
constexpr json::Property kSentMembers[] = {{"success", json::kFlag}};
constexpr json::Schema kSent = json::ObjectOf(kSentMembers);

using door::kAnswer;
using door::kStatuses;
constexpr door::Contract kCreate = {.body = &kInput,
                                    .successes = kAnswer<201, "The new link.", kSession>,
                                    .errors = kStatuses<422, 429>};
constexpr door::Contract kSend = {.successes = kAnswer<200, "The link is sent.", kSent>,
                                  .errors = kStatuses<404, 429>};

}  // namespace

std::vector<door::Route> PasswordlessRoutes(const users::SignInLinks& links,
                                            const door::Mount& mount) {
  door::Guard guard = mount.guard;
  guard.need = model::Need::Live();
  // The answer is a link that signs another user in.
  door::Guard in_person = guard;
  in_person.in_person = true;
  return {{http::Method::kPost, "/passwordless/sessions", in_person, door::RunOn::kWorker,
           door::Bind(links, Create), "workos.create_passwordless_session",
           "Make a link that signs a user in", &kCreate, &mount.dialect},
          {http::Method::kPost, "/passwordless/sessions/{id}/send", guard, door::RunOn::kWorker,
           door::Bind(links, Send), "workos.send_passwordless_session",
           "Email a link that signs a user in", &kSend, &mount.dialect}};
}

}  // namespace bearward::dialects::workos
