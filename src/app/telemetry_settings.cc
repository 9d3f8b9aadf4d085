#include "app/telemetry_settings.h"

#include <cstdint>
#include <utility>

#include "app/setting_members.h"
#include "app/setting_tables.h"
#include "app/version.h"
#include "base/id.h"
#include "egress/url.h"
#include "http/address_ranges.h"

namespace bearward::app {
namespace {

constexpr egress::Limits kLimits{.connect = std::chrono::milliseconds(1'000),
                                 .total = std::chrono::milliseconds(3'000)};

base::Status CheckCollector(const std::string& text) {
  const bool has_signal = text.contains("/v1/traces") || text.contains("/v1/metrics");
  if (text.empty() || (egress::ParseUrl(text) && !has_signal)) return {};
  return base::Fail(NotAllowed(
      text, "a URL such as http://127.0.0.1:4318, to which /v1/traces and /v1/metrics are added"));
}

egress::AddressPolicy EveryAddress() {
  const SettingValues all = {"0.0.0.0/0", "::/0"};
  return egress::AddressPolicy(http::AddressRanges::Parse(all).value_or(http::AddressRanges()));
}

}  // namespace

std::vector<SettingRow> TelemetryRows() {
  using C = Config;
  using T = TelemetryConfig;
  constexpr std::int64_t kLongest = 3'600;
  constexpr std::int64_t kAll = 100;
  return {
      Member<&C::telemetry, &T::url>(
          "telemetry.url",
          "A collector of OpenTelemetry, without `/v1/...`; empty: nothing is exported.",
          CheckCollector),
      Member<&C::telemetry, &T::authorization>("telemetry.authorization",
                                               "Value of the header `Authorization`; not printed."),
      Member<&C::telemetry, &T::ca_file>(
          "telemetry.ca_file",
          "Certificates (PEM) that may sign that of the collector; empty: those of the system."),
      Member<&C::telemetry, &T::interval>("telemetry.interval_seconds",
                                          "Seconds between two exports of the metrics.",
                                          CheckFrom<1, kLongest>),
      Member<&C::telemetry, &T::trace_percent>(
          "telemetry.trace_percent",
          "Percent of the requests without `traceparent` that are recorded.", CheckFrom<0, kAll>),
  };
}

std::unique_ptr<telemetry::Exporter> MakeExporter(const telemetry::Exporter::Parts& parts,
                                                  const TelemetryConfig& config,
                                                  base::Entropy& entropy) {
  if (config.url.empty()) return nullptr;
  std::string url = config.url;
  while (url.ends_with('/')) url.pop_back();
  return std::make_unique<telemetry::Exporter>(
      parts,
      telemetry::Exporter::Target{.url = std::move(url),
                                  .authorization = config.authorization,
                                  .interval = config.interval},
      egress::SenderSettings{
          .policy = EveryAddress(), .ca_file = config.ca_file, .limits = kLimits},
      telemetry::Resource{std::string(kVersion), base::NewUlid(parts.clock.Now(), entropy),
                          parts.clock.Now()});
}

}  // namespace bearward::app
