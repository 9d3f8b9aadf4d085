#include "gateway/answer.h"

#include <array>
#include <utility>

#include "door/problem.h"
#include "http/message.h"
#include "json/writer.h"

namespace bearward::gateway {
namespace {

constexpr std::size_t kMostHeaders = 10;

// PresetNames gives a preset's names for user, groups, email and one more.
struct PresetNames {
  std::string_view user;
  std::string_view groups;
  std::string_view email;
  std::string_view other;
};

constexpr std::array<PresetNames, 2> kPresets = {{
    {"Remote-User", "Remote-Groups", "Remote-Email", "Remote-Name"},
    {"X-Auth-Request-User", "X-Auth-Request-Groups", "X-Auth-Request-Email",
     "X-Auth-Request-Preferred-Username"},
}};

std::string GroupsOf(const model::Principal& principal) {
  std::string groups;
  for (const std::string& role : principal.roles) {
    if (!groups.empty()) groups += ',';
    groups += role;
  }
  return HeaderText(groups);
}

void Add(door::Reply& reply, std::string_view name, std::string value) {
  reply.headers.emplace_back(std::string(name), std::move(value));
}

// ChallengeOf says what is wanted (RFC 6750 section 3); whoever sent nothing is told no error.
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

// A credential of another environment reads like one that was never issued.
std::string_view PublicCode(const base::Error& error) {
  return error.reason == "wrong_environment" ? "unknown_token" : std::string_view(error.reason);
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

}  // namespace

std::string HeaderText(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    // Spaces at either end are no part of a header's value (RFC 9110 section 5.5).
    const bool within = i > 0 && i + 1 < text.size();
    if ((byte > 0x20 && byte < 0x7f && byte != '%') || (byte == ' ' && within)) {
      out += text[i];
    } else {
      out += {'%', kDigits[byte >> 4], kDigits[byte & 0xf]};
    }
  }
  return out;
}

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
                  std::optional<std::string> identity) {
  const model::Principal& who = caller.principal();
  const bool remote = policy.identity == model::IdentityPreset::kRemote;
  const PresetNames& names = kPresets[static_cast<std::size_t>(policy.identity)];
  door::Reply reply;
  reply.headers.reserve(kMostHeaders);
  Add(reply, "Cache-Control", "no-store");
  Add(reply, names.user, HeaderText(remote ? who.username : who.subject_id));
  Add(reply, names.groups, GroupsOf(who));
  Add(reply, names.email, HeaderText(who.email));
  Add(reply, names.other, HeaderText(remote ? who.full_name : who.username));
  if (policy.identity_jwt) Add(reply, "X-Bearward-Identity", std::move(identity).value_or(""));
  if (family.masks_status) Add(reply, "X-Auth-Status", "200");
  if (family.removes_credential && policy.hide_credential) {
    Add(reply, "x-envoy-auth-headers-to-remove", "authorization, x-api-key");
  }
  return reply;
}

door::Reply Refuse(const Family& family, const base::Error& error, const door::Call& call) {
  const int truth = TrueStatus(error);
  const int status = family.masks_status && truth != 401 ? 403 : truth;
  door::Reply reply = family.masks_status ? door::EmptyReply(status) : Problem(status, error, call);
  Add(reply, "Cache-Control", "no-store");
  if (family.masks_status) Add(reply, "X-Auth-Status", std::to_string(truth));
  if (status == 401 || status == 403) {
    Add(reply, "WWW-Authenticate", std::string(ChallengeOf(truth, error)));
  }
  const bool wait = truth == 429 || truth == 503;
  if (wait && !error.retry_after) Add(reply, "Retry-After", "1");
  return reply;
}

}  // namespace bearward::gateway
