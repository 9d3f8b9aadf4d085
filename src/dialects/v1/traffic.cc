#include "dialects/v1/traffic.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "base/time.h"
#include "dialects/v1/guard.h"
#include "door/contract.h"
#include "json/writer.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;
using door::Call;
using json::kInteger;
using json::kText;
using json::OrNull;

constexpr json::Property kCountMembers[] = {
    {"what", json::Word<"request", "credential", "introspection", "gateway", "sign_in">(), true,
     "What is counted: requests by class of status, and the outcomes of four kinds of decision."},
    {"outcome", kText},
    {"count", kInteger, true, "Since the start of the node."}};
constexpr json::Schema kCount = json::ObjectOf(kCountMembers);
constexpr json::Property kBucketMembers[] = {
    {"most_microseconds", OrNull(kInteger), true, "The longest time of the bucket; null: any."},
    {"count", kInteger, true,
     "Requests that took longer than the bucket before, and at most this."}};
constexpr json::Schema kBucket = json::ObjectOf(kBucketMembers);
constexpr json::Property kMembers[] = {
    {"object", json::Word<"traffic">()},
    {"at", json::kTime},
    {"gateway_used", OrNull(json::kFlag), true,
     "Whether a gateway has ever let a request pass, on any node; null: the storage cannot be "
     "read."},
    {"counts", json::ListOf(kCount)},
    {"latency", json::ListOf(kBucket), true, "The times of all requests."}};
constexpr json::Schema kTraffic = json::ObjectOf(kMembers, "Traffic");
constinit const door::Contract kReadTraffic = {
    .body = &json::kNoMembers,
    .successes = door::kAnswer<200, "The counters of the node that answers.", kTraffic>};

// Counted is a metric that is shown, and the label that has its outcome.
struct Counted {
  std::string_view metric;
  std::string_view what;
  std::string_view label;
};
constexpr Counted kCounted[] = {
    {"bearward_http_requests_total", "request", "status_class"},
    {"bearward_verify_total", "credential", "result"},
    {"bearward_asked_total", "introspection", "outcome"},
    {"bearward_gateway_decisions_total", "gateway", "decision"},
    {"bearward_logins_total", "sign_in", "outcome"},
};
constexpr std::string_view kLatency = "bearward_request_duration_seconds";

// Sums are the values of the shown metrics over all other labels.
struct Sums {
  std::map<std::pair<std::string_view, std::string_view>, std::int64_t> counts;
  std::map<double, std::int64_t> latency;  // by the bound in seconds
  std::int64_t slower = 0;                 // than every bound

  void Add(const observe::Registry::Reading& reading) {
    if (reading.name == kLatency) return AddLatency(*reading.histogram);
    const auto* const shown = std::ranges::find(kCounted, reading.name, &Counted::metric);
    if (shown == std::end(kCounted)) return;
    for (const auto& [label, value] : reading.labels) {
      if (label != shown->label) continue;
      counts[{shown->what, value}] += static_cast<std::int64_t>(reading.value);
    }
  }
  void AddLatency(const observe::Histogram& histogram) {
    const auto snapshot = histogram.Read();
    const auto& bounds = histogram.bounds();
    for (std::size_t i = 0; i < bounds.size(); ++i) {
      latency[bounds[i]] += static_cast<std::int64_t>(snapshot.counts[i]);
    }
    slower += static_cast<std::int64_t>(snapshot.counts.back());
  }
};

void WriteBucket(json::Writer& writer, const double* bound, std::int64_t count) {
  constexpr double kMicroseconds = 1e6;
  writer.BeginObject().Key("most_microseconds");
  bound ? writer.Int(std::llround(*bound * kMicroseconds)) : writer.Null();
  writer.Key("count").Int(count).EndObject();
}

// The counters are needed most while the storage fails, so its error does not refuse them.
void WriteGatewayUse(json::Writer& writer, policies::GatewayUse& use) {
  const Result<bool> used = use.Happened();
  writer.Key("gateway_used");
  used ? writer.Bool(*used) : writer.Null();
}

Result<door::Reply> ReadTraffic(const TrafficUses& uses, const Call& call) {
  BW_TRY(verify::CheckInstallation(call.caller().principal(), uses.find_default));
  Sums sums;
  for (const auto& reading : uses.metrics.Read()) sums.Add(reading);
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("object").String("traffic");
  writer.Key("at").String(base::FormatIsoMillis(call.now()));
  WriteGatewayUse(writer, uses.gateway_use);
  writer.Key("counts").BeginArray();
  for (const auto& [name, count] : sums.counts) {
    writer.BeginObject().Key("what").String(name.first).Key("outcome").String(name.second);
    writer.Key("count").Int(count).EndObject();
  }
  writer.EndArray().Key("latency").BeginArray();
  for (const auto& [bound, count] : sums.latency) WriteBucket(writer, &bound, count);
  WriteBucket(writer, nullptr, sums.slower);
  writer.EndArray().EndObject();
  return door::NoStore(door::JsonReply(200, std::move(text)));
}

}  // namespace

std::vector<door::Route> TrafficRoutes(TrafficUses uses, const door::Dialect& dialect) {
  return {{http::Method::kGet, "/v1/traffic", TokenOrKey(), door::RunOn::kReading,
           [uses = std::move(uses)](Call& call) { return ReadTraffic(uses, call); },
           "v1.read_traffic", "Read the requests, decisions and latency of the node that answers",
           &kReadTraffic, &dialect}};
}

}  // namespace bearward::dialects::v1
