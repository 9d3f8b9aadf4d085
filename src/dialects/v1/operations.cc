#include "dialects/v1/operations.h"

#include <string_view>
#include <utility>

#include "dialects/v1/contracts.h"
#include "dialects/v1/openapi.h"
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

}  // namespace

std::vector<door::Route> OperatorRoutes(const OperatorUses& uses, const door::Dialect& dialect) {
  using enum door::RunOn;
  constexpr auto kGet = http::Method::kGet;
  const auto run = [uses](Result<Reply> (*function)(const OperatorUses&)) {
    return [uses, function](Call&) { return function(uses); };
  };
  const auto live = [](Call&) -> Result<Reply> { return Status("live"); };
  return {
      {kGet, "/livez", door::OpenGuard(), kInline, live, "v1.livez",
       "Check whether the process runs", &kLiveness, &dialect},
      {kGet, "/readyz", door::OpenGuard(), kReading, run(ReadReadiness), "v1.readyz",
       "Check whether the server accepts requests", &kReadiness, &dialect},
      {kGet, "/metrics", door::OpenGuard(), kWorker, run(ReadMetrics), "v1.metrics",
       "Read the metrics in the Prometheus text format", &kMetrics, &dialect},
      {kGet, "/openapi.json", door::OpenGuard(), kWorker, run(ReadOpenApi), "v1.openapi",
       "Read the OpenAPI document", &kDocument, &dialect},
  };
}

}  // namespace bearward::dialects::v1
