#include "gateway/gateway_decider.h"

#include <algorithm>
#include <string>
#include <utility>

#include "door/extract.h"
#include "door/problem.h"
#include "gateway/answer.h"
#include "gateway/header_set.h"

namespace bearward::gateway {
namespace {

using policies::GatewayDecision;

GatewayDecision DecisionOf(const base::Error& error) {
  switch (TrueStatus(error)) {
    case 400:
      return GatewayDecision::kInvalid;
    case 401:
      return GatewayDecision::kUnauthenticated;
    case 403:
      return GatewayDecision::kDenied;
    case 429:
      return GatewayDecision::kLimited;
    default:
      return GatewayDecision::kUnknown;
  }
}

// An environment's key is sent in Authorization, so that header is read for both tokens and keys;
// the kinds in the question restrict which of them is accepted.
door::CredentialForms AcceptedOf(const model::Policy& policy) {
  const auto& words = policy.credentials;
  const bool keys = std::ranges::find(words, model::PolicyCredential::kApiKey) != words.end();
  if (keys) return door::kForms<door::kBearer, door::kApiKey>;
  return door::kForms<door::kBearer>;
}

// Two credentials are an invalid request (400), not an invalid credential (401).
base::Result<verify::Credential> CredentialOf(const door::Call& call, const model::Policy& policy,
                                              const door::CredentialHeaders& known) {
  auto credential = door::ExtractCredential(call.request().headers, known, AcceptedOf(policy));
  if (!credential && credential.error().reason == door::kAmbiguousCredentials) {
    credential.error().code = base::Code::kInvalid;
  }
  return credential;
}

base::Status Covers(const model::Policy& policy, std::string_view method, const AskedFor& asked) {
  return asked.plain_path ? model::CheckCovers(policy, method, asked.path)
                          : model::CheckCoversReadings(policy, method, asked.path);
}

// IsPreflight says whether the request is a preflight without a credential, as browsers send it,
// for a request that the policy covers. The policy need not list OPTIONS.
bool IsPreflight(const model::Policy& policy, const AskedFor& asked, const door::Call& call,
                 const base::Error& error) {
  if (!policy.cors_preflight || asked.method != "OPTIONS") return false;
  if (error.reason != door::kMissingCredential) return false;
  std::string_view method;
  const WantedHeader wanted[] = {{"Access-Control-Request-Method", &method, true}};
  return ReadHeaders(call.request().headers, wanted) && Covers(policy, method, asked);
}

// A request that the policy does not cover is refused for every caller, so it takes no permit.
verify::Question Unspent(verify::Question question) {
  question.spends = false;
  return question;
}

}  // namespace

GatewayDecider::GatewayDecider(Parts parts, http::TrustedProxies trusted)
    : parts_(std::move(parts)), trusted_(std::move(trusted)), warnings_(parts_.log) {
  for (const Family& family : Families()) {
    Row& row = counters_.emplace_back();
    row.family = &family;
    for (std::size_t i = 0; i < row.by_decision.size(); ++i) {
      const auto decision = static_cast<GatewayDecision>(i);
      row.by_decision[i] = &parts_.metrics.AddCounter(
          "bearward_gateway_decisions_total", "Decisions for gateways.",
          {{"gateway", std::string(family.name)}, {"decision", std::string(base::Word(decision))}});
    }
  }
}

std::optional<base::Result<door::Reply>> GatewayDecider::TryCached(const Family& family,
                                                                   door::Call& call) {
  return Decide(family, call, Reach::kMemory);
}

base::Result<door::Reply> GatewayDecider::Judge(const Family& family, door::Call& call) {
  auto decided = Decide(family, call, Reach::kStore);
  if (decided) return *std::move(decided);
  return base::Fail(base::Internal("the store returned neither a result nor an error"));
}

door::Reply GatewayDecider::Refuse(const Family& family, const base::Error& error,
                                   const door::Call& call) {
  if (error.reason == "missing_header") warnings_.Once(error.reason, error.public_text);
  if (error.reason == "untrusted_peer") warnings_.Once(error.reason, call.request().peer);
  if (error.reason == "unknown_policy") warnings_.Once(error.reason, call.request().path);
  Count(family, DecisionOf(error));
  return gateway::Refuse(family, error, call);
}

GatewayDecider::Maybe<door::Reply> GatewayDecider::Decide(const Family& family, door::Call& call,
                                                          Reach reach) {
  const base::Result<AskedFor> asked = Ask(family, call);
  if (!asked) return base::Fail(asked.error());
  const auto cached = PolicyOf(call.RawParam("policy"), reach);
  if (!cached) return std::nullopt;
  if (!*cached) return base::Fail(cached->error());
  auto decided = DecideBy(family, ***cached, *asked, call, reach);
  if (decided) {
    (**cached)->decisions.Add(*decided ? GatewayDecision::kAllow : DecisionOf(decided->error()));
  }
  return decided;
}

GatewayDecider::Maybe<door::Reply> GatewayDecider::DecideBy(const Family& family,
                                                            const policies::CachedPolicy& cached,
                                                            const AskedFor& asked, door::Call& call,
                                                            Reach reach) {
  const model::Policy& policy = cached.policy;
  auto covers = Covers(policy, asked.method, asked);
  if (!covers && covers.error().code == base::Code::kInvalid) {
    return base::Fail(std::move(covers).error());
  }
  const auto credential = CredentialOf(call, policy, parts_.credential_headers);
  if (!credential) return WithoutCredential(family, policy, asked, call, credential.error());
  auto decision = covers ? Verify(*credential, cached.question, call, reach)
                         : Verify(*credential, Unspent(cached.question), call, reach);
  if (!decision) return std::nullopt;
  call.NoteLimit(decision->limit());
  // The log also records the refused caller.
  const model::Caller* const caller =
      decision->known() ? &call.NoteJudged(decision->TakeCaller()) : nullptr;
  if (!decision->allowed()) return base::Fail(decision->error());
  if (!covers) return base::Fail(std::move(covers).error());
  return Pass(family, policy, *caller);
}

base::Result<door::Reply> GatewayDecider::WithoutCredential(const Family& family,
                                                            const model::Policy& policy,
                                                            const AskedFor& asked,
                                                            const door::Call& call,
                                                            const base::Error& error) {
  if (!IsPreflight(policy, asked, call, error)) return base::Fail(error);
  Count(family, GatewayDecision::kAllow);
  return AllowPreflight(family, policy);
}

// The headers of an untrusted peer are not read, because it could claim any client and path.
base::Result<AskedFor> GatewayDecider::Ask(const Family& family, door::Call& call) {
  if (!trusted_.current().Contains(call.request().peer)) {
    return base::Fail(base::Denied(
        "untrusted_peer", "Only a proxy of server.trusted_proxies may use this endpoint."));
  }
  BW_TRY_ASSIGN(const AskedFor asked, family.read(call.request(), call.RawParam("rest")));
  call.NoteClient(asked.client);
  call.NoteAsked(asked.method, asked.path);
  return asked;
}

GatewayDecider::Maybe<const policies::CachedPolicy*> GatewayDecider::PolicyOf(std::string_view name,
                                                                              Reach reach) {
  if (reach == Reach::kStore) return parts_.cache.Find(name);
  const auto cached = parts_.cache.TryCached(name);
  // An unknown policy is not on the fast path; Find returns its error.
  if (!cached || *cached == nullptr) return std::nullopt;
  return base::Result<const policies::CachedPolicy*>(*cached);
}

std::optional<verify::Decision> GatewayDecider::Verify(const verify::Credential& credential,
                                                       const verify::Question& question,
                                                       const door::Call& call, Reach reach) {
  if (reach == Reach::kMemory) return parts_.verifier.TryCached(credential, question);
  return parts_.verifier.Verify(credential, question, call.client_address());
}

// Signing an identity token takes a few microseconds, once per half lifetime. It is done on the I/O
// thread, because moving the request to a worker would take a second permit from its rate limits.
base::Result<door::Reply> GatewayDecider::Pass(const Family& family, const model::Policy& policy,
                                               const model::Caller& caller) {
  std::optional<std::string> identity;
  if (policy.identity_jwt) identity = parts_.tokens.Remembered(caller, policy);
  if (policy.identity_jwt && !identity) {
    BW_TRY_ASSIGN(identity, parts_.tokens.Get(caller, policy));
  }
  Count(family, GatewayDecision::kAllow);
  return Allow(family, policy, caller, identity);
}

void GatewayDecider::Count(const Family& family, GatewayDecision decision) {
  const auto row = std::ranges::find(counters_, &family, &Row::family);
  row->by_decision[static_cast<std::size_t>(decision)]->Add();
}

}  // namespace bearward::gateway
