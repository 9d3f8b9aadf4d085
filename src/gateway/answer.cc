#include "gateway/answer.h"

#include <array>
#include <utility>

#include "door/problem.h"
#include "gateway/header_text.h"
#include "http/message.h"
#include "json/writer.h"
#include "verify/refusal.h"

namespace bearward::gateway {
namespace {

// PresetNames are a preset's header names for user, groups, email and one more.
struct PresetNames {
  http::HeaderName user;
  http::HeaderName groups;
  http::HeaderName email;
  http::HeaderName other;
};

constexpr std::array<PresetNames, 2> kPresets = {{
    {"Remote-User", "Remote-Groups", "Remote-Email", "Remote-Name"},
    {"X-Auth-Request-User", "X-Auth-Request-Groups", "X-Auth-Request-Email",
     "X-Auth-Request-Preferred-Username"},
}};

void AddText(door::Reply& reply, http::HeaderName name, std::string_view text) {
  if (IsHeaderText(text)) return reply.headers.Add(name, text);
  reply.headers.Add(name, HeaderText(text));
}

void AddGroups(door::Reply& reply, http::HeaderName name, const model::Principal& principal) {
  if (principal.roles.size() == 1) return AddText(reply, name, principal.roles.texts().front());
  std::string groups;
  for (const std::string& role : principal.roles) {
    if (!groups.empty()) groups += ',';
    groups += role;
  }
  AddText(reply, name, groups);
}

// ChallengeOf returns the challenge (RFC 6750 section 3), without an error if no credential was
// sent.
std::string_view ChallengeOf(int truth, const base::Error& error) {
  if (error.reason == door::kMissingCredential) return R"(Bearer realm="bearward")";
  switch (truth) {
    case 400:
      return R"(Bearer realm="bearward", error="invalid_request")";
    case 401:
      return R"(Bearer realm="bearward", error="invalid_token")";
    case 403:
      return R"(Bearer realm="bearward", error="insufficient_scope")";
    default:
      return R"(Bearer realm="bearward")";
  }
}

// IsAboutTheQuestion says whether the request, the asking peer or the coverage of the policy is at
// fault, and not the credential.
bool IsAboutTheQuestion(const base::Error& error) {
  const int truth = TrueStatus(error);
  return truth == 400 || (truth == 403 && !verify::ParseRefusal(error.reason));
}

// A credential of another environment has the same code as an unknown one.
std::string_view PublicCode(const base::Error& error) {
  if (IsAboutTheQuestion(error)) return error.reason;
  const verify::Reason reason = verify::ReasonOf(error);
  return base::Word(reason == verify::Reason::kWrongEnvironment ? verify::Reason::kUnknown
                                                                : reason);
}

door::Reply Problem(int status, const base::Error& error, const door::Call& call) {
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("type").String("about:blank");
  writer.Key("title").String(http::ReasonPhrase(status)).Key("status").Int(status);
  writer.Key("detail").String(error.public_text).Key("code").String(PublicCode(error));
  writer.Key("request_id").String(call.request_id()).EndObject();
  door::Reply reply = door::JsonReply(status, std::move(body));
  reply.content_type = "application/problem+json";
  return reply;
}

door::Reply Identified(const Family& family, const model::Policy& policy,
                       const model::Principal& who, const std::optional<std::string>& identity) {
  const bool remote = policy.identity == model::IdentityPreset::kRemote;
  const PresetNames& names = kPresets[static_cast<std::size_t>(policy.identity)];
  door::Reply reply;
  reply.headers.Add("Cache-Control", "no-store");
  AddText(reply, names.user, remote ? who.username.view() : who.subject_id.view());
  AddGroups(reply, names.groups, who);
  AddText(reply, names.email, who.email);
  AddText(reply, names.other, remote ? who.full_name.view() : who.username.view());
  if (policy.identity_jwt) {
    reply.headers.Add("X-Bearward-Identity", identity ? std::string_view(*identity) : "");
  }
  if (family.masks_status) reply.headers.Add("X-Auth-Status", "200");
  if (family.removes_credential && policy.hide_credential) {
    reply.headers.Add("x-envoy-auth-headers-to-remove", "authorization, x-api-key");
  }
  return reply;
}

}  // namespace

int TrueStatus(const base::Error& error) {
  switch (error.code) {
    case base::Code::kInvalid:
      return 400;
    case base::Code::kUnauthenticated:
      return 401;
    case base::Code::kDenied:
    case base::Code::kNotFound:
      return 403;
    case base::Code::kLimited:
      return 429;
    case base::Code::kExists:
    case base::Code::kConflict:
    case base::Code::kUnavailable:
    case base::Code::kInternal:
      return 503;
  }
  return 503;
}

door::Reply Allow(const Family& family, const model::Policy& policy, const model::Caller& caller,
                  const std::optional<std::string>& identity) {
  return Identified(family, policy, caller.principal(), identity);
}

door::Reply AllowPreflight(const Family& family, const model::Policy& policy) {
  return Identified(family, policy, model::Principal(), std::nullopt);
}

door::Reply Refuse(const Family& family, const base::Error& error, const door::Call& call) {
  const int truth = TrueStatus(error);
  const int status = family.masks_status && truth != 401 ? 403 : truth;
  door::Reply reply = family.masks_status ? door::EmptyReply(status) : Problem(status, error, call);
  reply.headers.Add("Cache-Control", "no-store");
  if (family.masks_status) {
    reply.headers.Add("X-Auth-Status", std::to_string(truth));
    reply.headers.Add("X-Auth-Reason", PublicCode(error));
  }
  if (status == 401 || status == 403) {
    reply.headers.Add("WWW-Authenticate", ChallengeOf(truth, error));
  }
  const bool wait = truth == 429 || truth == 503;
  if (wait && !error.retry_after) reply.headers.Add("Retry-After", "1");
  return reply;
}

}  // namespace bearward::gateway
