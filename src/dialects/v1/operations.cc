#include "dialects/v1/operations.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/time.h"
#include "dialects/v1/contracts.h"
#include "dialects/v1/openapi.h"
#include "dialects/v1/profiles.h"
#include "door/problem.h"
#include "json/writer.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;
using door::Call;
using door::Reply;

Reply Status(std::string_view word) {
  return door::NoStore(door::JsonReply(200, R"({"status":)" + json::Quote(word) + "}"));
}

// NodeOf returns the state of the node as JSON, or an empty text if there is none to show.
std::string NodeOf(const OperatorUses& uses) {
  const auto facts = uses.node ? uses.node() : std::nullopt;
  if (!facts) return {};
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("nodes").Int(facts->nodes);
  writer.Key("lease_ms").Int(facts->lease.count());
  writer.Key("event_lag_ms").Int(facts->lag.count()).EndObject();
  return text;
}

Result<Reply> ReadReadiness(const OperatorUses& uses) {
  if (!uses.health.ready()) {
    const std::string reason(uses.health.reason());
    return base::Fail(base::Unavailable(reason, "the process is " + reason));
  }
  BW_TRY(uses.ping());
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("status").String("ready");
  if (const std::string node = NodeOf(uses); !node.empty()) writer.Key("node").Raw(node);
  writer.EndObject();
  return door::NoStore(door::JsonReply(200, std::move(body)));
}

// ReadinessErrors adds the state of the node to the problem; RFC 9457 section 3.2 permits further
// members.
std::shared_ptr<const door::ErrorShape> ReadinessErrors(const OperatorUses& uses) {
  const auto write = [uses](const base::Error& error, const Call& call) {
    Reply reply = door::Problem(error, call);
    if (const std::string node = NodeOf(uses); !node.empty()) {
      reply.body.pop_back();
      reply.body += ",\"node\":" + node + "}";
    }
    return reply;
  };
  return std::make_shared<const door::ErrorShape>(
      door::ErrorShape{.write = write, .contents = kReadinessForms});
}

// The text format 0.0.4, which every scraper reads.
Result<Reply> ReadMetrics(const OperatorUses& uses) {
  Reply reply = door::NoStore(door::TextReply(200, uses.metrics.Render()));
  reply.content_type = "text/plain; version=0.0.4; charset=utf-8";
  return reply;
}

Result<Reply> ReadOpenApi(const OperatorUses& uses) {
  return door::JsonReply(200, WriteOpenApi(uses.routes(), uses.info));
}

// A password manager follows this (W3C, A Well-Known URL for Changing Passwords). The same
// page serves users who forgot the password and users who want another one.
constexpr std::string_view kPasswordPage = "/forgot-password";

Result<Reply> ChangePassword(Call& /*call*/) {
  Reply reply = door::NoStore(door::EmptyReply(302));
  reply.headers.Set("Location", std::string(kPasswordPage));
  return reply;
}

// The settings are those of the running server, so the text never becomes outdated; RFC 9116
// requires a time of expiry.
constexpr std::chrono::days kTextLifetime{30};

Result<Reply> ReadSecurityText(const OperatorUses& uses, const Call& call) {
  std::string text;
  for (const std::string& contact : uses.security_contacts) text += "Contact: " + contact + "\n";
  text += "Expires: " + base::FormatIsoMillis(call.now() + kTextLifetime) + "\n";
  if (!uses.security_policy.empty()) text += "Policy: " + uses.security_policy + "\n";
  text += "Canonical: " + uses.info.server + "/.well-known/security.txt\n";
  return door::TextReply(200, std::move(text));
}

using enum door::RunOn;
constexpr auto kGet = http::Method::kGet;

std::function<Result<door::Outcome>(Call&)> Run(const OperatorUses& uses,
                                                Result<Reply> (*function)(const OperatorUses&)) {
  return [uses, function](Call&) { return function(uses); };
}

}  // namespace

std::vector<door::Route> HealthRoutes(const OperatorUses& uses, const door::Dialect& dialect) {
  const auto live = [](Call&) -> Result<Reply> { return Status("live"); };
  const auto errors = ReadinessErrors(uses);
  std::vector<door::Route> routes = {
      {kGet, "/livez", door::OpenGuard(), kInline, live, "v1.livez",
       "Check whether the process runs", &kLiveness, &dialect},
      {kGet, "/readyz", door::OpenGuard(), kReading, Run(uses, ReadReadiness), "v1.readyz",
       "Check whether the server accepts requests", &kReadiness, &dialect},
      {kGet, "/metrics", door::OpenGuard(), kWorker, Run(uses, ReadMetrics), "v1.metrics",
       "Read the metrics in the Prometheus text format", &kMetrics, &dialect},
  };
  routes[1].own_errors = errors.get();
  routes[1].contract_owner = errors;  // it lives as long as the route
  if (!uses.has_profiles) return routes;
  auto profiles = ProfileRoutes(uses.health, dialect);
  std::ranges::move(profiles, std::back_inserter(routes));
  return routes;
}

std::vector<door::Route> OperatorRoutes(const OperatorUses& uses, const door::Dialect& dialect) {
  OperatorUses shown = uses;
  shown.has_profiles = false;  // only the operators' listener has them
  if (!uses.has_metrics) shown.node = nullptr;
  std::vector<door::Route> routes = HealthRoutes(shown, dialect);
  if (!uses.has_metrics) routes.pop_back();
  routes.push_back({kGet, "/openapi.json", door::OpenGuard(), kWorker, Run(uses, ReadOpenApi),
                    "v1.openapi", "Read the OpenAPI document", &kDocument, &dialect});
  routes.push_back({kGet, "/.well-known/change-password", door::OpenGuard(), kInline,
                    &ChangePassword, "v1.change_password_page",
                    "Redirect to the page on which a user changes a password", &kChangePassword,
                    &dialect});
  if (uses.security_contacts.empty()) return routes;
  const auto text = [uses](Call& call) { return ReadSecurityText(uses, call); };
  routes.push_back({kGet, "/.well-known/security.txt", door::OpenGuard(), kInline, text,
                    "v1.security_text", "Read whom to tell about a vulnerability", &kSecurityText,
                    &dialect});
  return routes;
}

}  // namespace bearward::dialects::v1
