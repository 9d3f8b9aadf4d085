#include "dialects/oauth/introspection.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "base/secret.h"
#include "dialects/oauth/active.h"
#include "dialects/oauth/client.h"
#include "dialects/oauth/contracts.h"
#include "dialects/oauth/form.h"
#include "model/need.h"

namespace bearward::dialects::oauth {
namespace {

using base::Result;
using door::Call;
using door::Reply;

// Longer bodies are parsed on a worker, because parsing them would block the I/O thread.
constexpr std::size_t kLongestInline = 16'384;
constexpr std::string_view kVerifyTokens = "tokens:verify";
constexpr std::string_view kSignedType = "application/token-introspection+jwt";

// Introspection is one request: the asker's credential and the token that it asks about.
struct Introspection {
  Server server;
  verify::Credential asker;
  verify::IntrospectionRequest inquiry;
};

Result<verify::IntrospectionRequest> ReadToken(const Form& form) {
  const std::string_view token = form.Find("token");
  if (token.empty()) return base::Fail(InvalidRequest("token is missing."));
  // token_type_hint only optimizes the lookup order (RFC 7662 section 2.1), so it is ignored.
  return verify::IntrospectionRequest{.token = base::Secret(token),
                                      .scheme = std::nullopt,
                                      .permissions = {},
                                      .organization = std::nullopt,
                                      .audience = {},
                                      .any_audience = true,
                                      .spends = false};
}

bool UsesBearer(const http::Request& request) {
  return base::EqualsIgnoreCase(request.Find("Authorization").substr(0, 7), "Bearer ");
}

// A protected resource may authenticate with a bearer token instead (RFC 7662 section 2.1).
Result<verify::Credential> ReadAsker(const http::Request& request, const Form& form,
                                     const Server& server) {
  if (!UsesBearer(request)) return ReadClient(request, form, server);
  const bool has_other = request.Count("Authorization") > 1 ||
                         !form.Find("client_secret").empty() ||
                         !form.Find("client_assertion").empty();
  if (has_other) {
    return base::Fail(
        InvalidRequest("The request identifies the client in more than one way. Use one method of "
                       "client authentication."));
  }
  verify::Credential credential;
  credential.scheme = verify::Scheme::kBearer;
  const std::string_view value = request.Find("Authorization");
  credential.token = value.substr(std::min(value.find_first_not_of(' ', 7), value.size()));
  return credential;
}

Result<Introspection> Read(const Call& call, const Site& site) {
  BW_TRY_ASSIGN(Server server, ServerOf(call, site));
  BW_TRY_ASSIGN(const Form form, Form::Read(call.request()));
  BW_TRY_ASSIGN(verify::Credential asker, ReadAsker(call.request(), form, server));
  BW_TRY_ASSIGN(verify::IntrospectionRequest inquiry, ReadToken(form));
  return Introspection{std::move(server), std::move(asker), std::move(inquiry)};
}

verify::Question QuestionFor(const verify::Credential& asker, const Server& server) {
  static const model::Need kLive = model::Need::Live();
  static const model::Need kMayAsk = model::Need::All({kVerifyTokens});
  const bool bearer = asker.scheme == verify::Scheme::kBearer;
  verify::Question question{bearer ? kMayAsk : kLive};
  question.environment = server.environment;
  return question;
}

Result<model::Caller> Believe(verify::Verifier& verifier, const verify::Credential& asker,
                              const Server& server, std::string_view peer) {
  const auto decision = verifier.Verify(asker, QuestionFor(asker, server), peer);
  if (decision.allowed()) return *decision.caller();
  if (decision.unknown() || asker.scheme != verify::Scheme::kBearer) {
    return base::Fail(decision.error());
  }
  return base::Fail(
      base::Unauthenticated("invalid_token", "The access token is not valid for this endpoint."));
}

bool WantsSigned(const Call& call) {
  return call.request().Find("Accept").find(kSignedType) != std::string_view::npos;
}

Reply Answered(std::string text) { return door::NoStore(door::JsonReply(200, std::move(text))); }

// MayLearn says whether the asker may see the token's data: for its own tokens, or with the
// permission that /v1/verify requires. For all others the response is inactive (RFC 7662 section
// 2.2), so that a leaked client secret does not reveal tokens of other subjects.
bool MayLearn(const model::Principal& asker, const model::Principal& bearer) {
  const bool own =
      asker.subject_kind == bearer.subject_kind && asker.subject_id == bearer.subject_id;
  return own || model::HasPermission(asker, kVerifyTokens);
}

std::string Tell(Call& call, const verify::Answer& answer, const Introspection& asked,
                 const model::Caller& asker) {
  std::string text;
  text.reserve(640);
  json::Writer writer(text);
  const bool tells = answer.allowed() && MayLearn(asker.principal(), answer.caller->principal());
  call.SetVerdict(tells           ? "allowed"
                  : answer.reason ? base::Word(*answer.reason)
                                  : base::Word(verify::Reason::kMissingPermission));
  if (tells) {
    WriteActive(writer, *answer.caller, asked.inquiry.token.Reveal(), asked.server);
  } else {
    WriteInactive(writer);
  }
  return text;
}

// Takes a permit from the asker's own rate limit, only after the answer was found in the cache. A
// request that goes to a worker takes its permit there.
bool MayAskOnce(const IntrospectionUses& uses, const Introspection& asked,
                const model::Caller& asker) {
  if (asker->limits.empty()) return true;
  const auto spent = uses.verifier.TryCached(asked.asker, QuestionFor(asked.asker, asked.server));
  return spent && spent->allowed();
}

std::optional<Result<Reply>> TryCachedAnswer(const IntrospectionUses& uses, Call& call) {
  if (call.request().body.size() > kLongestInline || WantsSigned(call)) return std::nullopt;
  const Result<Introspection> asked = Read(call, uses.site);
  if (!asked) return base::Fail(asked.error());
  verify::Question question = QuestionFor(asked->asker, asked->server);
  question.spends = false;
  const auto asker = uses.verifier.TryCached(asked->asker, question);
  if (!asker || !asker->allowed()) return std::nullopt;
  const auto answer = uses.introspector.TryCached(*asker->caller(), asked->inquiry);
  if (!answer || answer->reason == verify::Reason::kUnknown) return std::nullopt;
  if (!MayAskOnce(uses, *asked, *asker->caller())) return std::nullopt;
  return Answered(Tell(call, *answer, *asked, *asker->caller()));
}

// If the token is unknown as an access token, it may be a refresh token.
Result<std::string> Describe(const IntrospectionUses& uses, Call& call, const Introspection& asked,
                             const model::Caller& asker) {
  BW_TRY_ASSIGN(const verify::Answer answer, uses.introspector.Ask(asker, asked.inquiry));
  std::string text = Tell(call, answer, asked, asker);
  if (answer.reason != verify::Reason::kUnknown) return text;
  BW_TRY_ASSIGN(const auto session, uses.grant.FindRefresh(asker, asked.inquiry.token));
  if (!session) return text;
  call.SetVerdict("allowed");
  text.clear();
  json::Writer writer(text);
  WriteActiveRefresh(writer, *session, asker, asked.server);
  return text;
}

Result<Reply> Introspect(const IntrospectionUses& uses, Call& call) {
  BW_TRY_ASSIGN(const Introspection asked, Read(call, uses.site));
  BW_TRY_ASSIGN(const model::Caller asker,
                Believe(uses.verifier, asked.asker, asked.server, call.client_address()));
  BW_TRY_ASSIGN(std::string text, Describe(uses, call, asked, asker));
  if (!WantsSigned(call)) return Answered(std::move(text));
  BW_TRY_ASSIGN(std::string jwt, SignAnswer(uses.keys, asked.server, asker, text, call.now()));
  Reply reply = Answered(std::move(jwt));
  reply.content_type = kSignedType;
  return reply;
}

Result<Reply> Revoke(const IntrospectionUses& uses, Call& call) {
  BW_TRY_ASSIGN(const Server server, ServerOf(call, uses.site));
  BW_TRY_ASSIGN(const Form form, Form::Read(call.request()));
  BW_TRY_ASSIGN(const verify::IntrospectionRequest inquiry, ReadToken(form));
  BW_TRY_ASSIGN(const model::Caller client, BelieveClient(uses.verifier, call, form, server));
  BW_TRY_ASSIGN(const verify::Answer answer, uses.introspector.Ask(client, inquiry));
  if (answer.caller) {
    BW_TRY(uses.grant.RevokeToken(client, *answer.caller));
  } else {
    BW_TRY(uses.grant.RevokeRefresh(client, inquiry.token));
  }
  return door::NoStore(door::EmptyReply(200));
}

}  // namespace

std::vector<door::Route> IntrospectionRoutes(const IntrospectionUses& uses,
                                             const door::Dialect& dialect) {
  const auto introspect = door::Bind(uses, Introspect);
  const auto try_cached = door::BindTryCached(uses, TryCachedAnswer);
  const auto revoke = door::Bind(uses, Revoke);
  std::vector<door::Route> routes;
  std::vector<std::string> tops;
  for (const std::string& mount : uses.site.mounts) {
    tops.push_back(mount);
    tops.push_back(mount + std::string(kEnvironmentPath));
  }
  for (const std::string& top : tops) {
    const std::string path = top + "/oauth2/";
    routes.push_back({http::Method::kPost, path + "introspect", door::OpenGuard(),
                      door::RunOn::kWorker, introspect, "oauth.introspect",
                      "Introspect a token (RFC 7662, RFC 9701)", &kIntrospect, &dialect,
                      try_cached});
    routes.push_back({http::Method::kPost, path + "revoke", door::OpenGuard(), door::RunOn::kWorker,
                      revoke, "oauth.revoke", "Revoke a token (RFC 7009)", &kRevoke, &dialect});
    routes.back().cross_origin = true;
  }
  return routes;
}

}  // namespace bearward::dialects::oauth
