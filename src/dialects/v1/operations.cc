#include "dialects/v1/operations.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "base/time.h"
#include "dialects/v1/contracts.h"
#include "dialects/v1/openapi.h"
#include "dialects/v1/profiles.h"
#include "json/writer.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;
using door::Call;
using door::Reply;

Reply Status(std::string_view word) {
  return door::NoStore(door::JsonReply(200, R"({"status":)" + json::Quote(word) + "}"));
}

Result<Reply> ReadReadiness(const OperatorUses& uses) {
  if (!uses.health.ready()) {
    const std::string reason(uses.health.reason());
    return base::Fail(base::Unavailable(reason, "the process is " + reason));
  }
  BW_TRY(uses.ping());
  return Status("ready");
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
  std::vector<door::Route> routes = {
      {kGet, "/livez", door::OpenGuard(), kInline, live, "v1.livez",
       "Check whether the process runs", &kLiveness, &dialect},
      {kGet, "/readyz", door::OpenGuard(), kReading, Run(uses, ReadReadiness), "v1.readyz",
       "Check whether the server accepts requests", &kReadiness, &dialect},
      {kGet, "/metrics", door::OpenGuard(), kWorker, Run(uses, ReadMetrics), "v1.metrics",
       "Read the metrics in the Prometheus text format", &kMetrics, &dialect},
  };
  if (!uses.has_profiles) return routes;
  auto profiles = ProfileRoutes(uses.health, dialect);
  std::ranges::move(profiles, std::back_inserter(routes));
  return routes;
}

std::vector<door::Route> OperatorRoutes(const OperatorUses& uses, const door::Dialect& dialect) {
  std::vector<door::Route> routes = HealthRoutes(uses, dialect);
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
