#include <string_view>

#include "app/listeners.h"
#include "app/setting_tables.h"
#include "base/words.h"

namespace bearward::app {
namespace {

using Values = std::vector<std::string>;

constexpr std::string_view kSection = "dialects.workos.limits.";

constexpr std::uint32_t kDay = 24 * 60 * 60;

model::LimitScope ScopeOf(const std::string& name) {
  return *base::ParseWord<model::LimitScope>(name.substr(kSection.size()));
}

base::Status Set(Config& config, const std::string& name, const Values& values) {
  const std::string text = values.size() == 1 ? values.front() : std::string();
  const auto limit = model::ParseRateLimit(text);
  if (!limit && text != kOff) {
    return base::Fail(base::Invalid(
        "bad_value", "cannot be \"" + text +
                         "\". Write the number of requests and the seconds, such as 100/60s or "
                         "100/60s monitor, or off."));
  }
  const model::LimitScope scope = ScopeOf(name);
  if (scope == model::LimitScope::kCodes && limit && limit->window > kDay) {
    return base::Fail(base::Invalid(
        "bad_value", "must not be longer than 86400s, because codes are deleted after a day."));
  }
  config.workos_limits[scope] = limit;
  return {};
}

Values Get(const Config& config, const std::string& name) {
  const auto& limit = config.workos_limits[ScopeOf(name)];
  return {limit ? model::RateLimitText(*limit) : std::string(kOff)};
}

}  // namespace

std::vector<SettingRow> LimitRows() {
  const model::ClassLimits defaults = dialects::workos::DefaultLimits();
  std::vector<SettingRow> rows;
  for (const std::string_view word : base::WordsOf<model::LimitScope>::kWords) {
    if (!defaults[*base::ParseWord<model::LimitScope>(word)]) continue;
    rows.push_back({.name = std::string(kSection) + std::string(word),
                    .meaning = "Requests of one class in a time, such as `100/60s`, "
                               "`100/60s monitor` or `off`.",
                    .set = &Set,
                    .get = &Get});
  }
  return rows;
}

}  // namespace bearward::app
