#include "app/telemetry_settings.h"

#include <charconv>
#include <cstdint>
#include <utility>

#include "app/setting_checks.h"
#include "app/version.h"
#include "base/id.h"
#include "egress/url.h"
#include "http/address_ranges.h"

namespace bearward::app {
namespace {

using Values = std::vector<std::string>;

constexpr egress::Limits kLimits{.connect = std::chrono::milliseconds(1'000),
                                 .total = std::chrono::milliseconds(3'000)};

base::Status CheckCollector(const std::string& text) {
  if (text.empty() || egress::ParseUrl(text)) return {};
  return base::Fail(NotAllowed(text, "a URL such as http://127.0.0.1:4318"));
}

// Text is the row of a text.
template <std::string TelemetryConfig::* kMember>
SettingRow Text(const char* name, base::Status (*check)(const std::string&) = nullptr) {
  return {.name = name,
          .set = [](Config& config, const std::string&, const Values& values) -> base::Status {
            if (values.size() != 1) return base::Fail(BadValue("one value"));
            config.telemetry.*kMember = values.front();
            return {};
          },
          .get = [](const Config& config,
                    const std::string&) { return Values{config.telemetry.*kMember}; },
          .is_set = [](const Config& config) { return !(config.telemetry.*kMember).empty(); },
          .check = check};
}

// Number is the row of a number within bounds.
template <auto kMember, std::int64_t kFewest, std::int64_t kMost>
SettingRow Number(const char* name) {
  return {
      .name = name,
      .kind = SettingKind::kNumber,
      .set = [](Config& config, const std::string&, const Values& values) -> base::Status {
        std::int64_t number = -1;
        const std::string text = values.size() == 1 ? values.front() : std::string();
        const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (fault != std::errc() || end != text.data() + text.size() || number < kFewest ||
            number > kMost) {
          return base::Fail(BadValue("a whole number from " + std::to_string(kFewest) + " to " +
                                     std::to_string(kMost)));
        }
        config.telemetry.*kMember = number;
        return {};
      },
      .get = [](const Config& config,
                const std::string&) { return Values{std::to_string(config.telemetry.*kMember)}; }};
}

// Authorization is not printed.
SettingRow Authorization() {
  return {.name = "telemetry.authorization",
          .set = [](Config& config, const std::string&, const Values& values) -> base::Status {
            if (values.size() != 1) return base::Fail(BadValue("one value"));
            config.telemetry.authorization = base::Secret(values.front());
            return {};
          },
          .get = [](const Config&, const std::string&) { return Values{""}; },
          .is_set = [](const Config&) { return false; }};
}

egress::AddressPolicy EveryAddress() {
  const Values all = {"0.0.0.0/0", "::/0"};
  return egress::AddressPolicy(http::AddressRanges::Parse(all).value_or(http::AddressRanges()));
}

}  // namespace

std::vector<SettingRow> TelemetryRows() {
  using T = TelemetryConfig;
  constexpr std::int64_t kLongest = 3'600;
  constexpr std::int64_t kAll = 100;
  return {
      Text<&T::url>("telemetry.url", CheckCollector),
      Authorization(),
      Text<&T::ca_file>("telemetry.ca_file"),
      Number<&T::interval_seconds, 1, kLongest>("telemetry.interval_seconds"),
      Number<&T::trace_percent, 0, kAll>("telemetry.trace_percent"),
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
                                  .interval = std::chrono::seconds(config.interval_seconds)},
      egress::SenderSettings{
          .policy = EveryAddress(), .ca_file = config.ca_file, .limits = kLimits},
      telemetry::Resource{std::string(kVersion), base::NewUlid(parts.clock.Now(), entropy),
                          parts.clock.Now()});
}

}  // namespace bearward::app
