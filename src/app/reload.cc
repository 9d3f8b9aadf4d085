#include "app/reload.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "app/descriptors.h"
#include "app/listeners.h"
#include "app/proxies.h"
#include "app/settings.h"

namespace bearward::app {
namespace {

constexpr std::string_view kDialects = "dialects.";
constexpr std::string_view kEnabled = ".enabled";
constexpr std::string_view kLimits = "limits.";
constexpr std::string_view kProxies = "server.trusted_proxies";

bool IsSwitch(std::string_view name) {
  return name.starts_with(kDialects) && name.ends_with(kEnabled);
}

bool Names(const std::vector<std::string>& names, std::string_view start) {
  return std::ranges::any_of(names,
                             [start](const std::string& name) { return name.starts_with(start); });
}

bool IsSame(const SettingRow& row, const Config& a, const Config& b) {
  // An empty list and a list that is not set may have different meanings.
  const bool both = row.is_set == nullptr || row.is_set(a) == row.is_set(b);
  return both && row.get(a, row.name) == row.get(b, row.name);
}

// CopyReloadable copies what TakeOver has applied, so that the next comparison starts from it.
void CopyReloadable(const Config& from, Config& to) {
  to.log_level = from.log_level;
  to.log_requests = from.log_requests;
  to.limits = from.limits;
  to.tls_certificate = from.tls_certificate;
  to.tls_key = from.tls_key;
  to.http2 = from.http2;
  to.trusted_proxies = from.trusted_proxies;
}

// SwitchDialects removes a switch from the reloadable settings if it needs a restart.
void SwitchDialects(Config& next, Config& config, Core& core, Differences& differences) {
  std::erase_if(differences.reloadable, [&](const std::string& name) {
    if (!IsSwitch(name)) return false;
    const std::string dialect =
        name.substr(kDialects.size(), name.size() - kDialects.size() - kEnabled.size());
    const bool enabled = next.dialects[dialect].enabled;
    if (core.SetDialect(dialect, enabled)) {
      config.dialects[dialect].enabled = enabled;
      return false;
    }
    differences.fixed.push_back(name);
    return true;
  });
}

std::string Joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace

bool IsReloadable(std::string_view name) {
  return name.starts_with("log.") || name.starts_with(kLimits) || name.starts_with("tls.") ||
         name == kProxies || IsSwitch(name);
}

observe::Level LevelOf(const Config& config) {
  return base::ParseWord<observe::Level>(config.log_level).value_or(observe::Level::kInfo);
}

observe::Level RequestLevelOf(const Config& config) {
  return config.log_requests ? observe::Level::kInfo : observe::Level::kWarn;
}

unsigned ThreadsOf(const Config& config) {
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  return config.threads == 0 ? cores : config.threads;
}

http::Limits FittingLimits(const Config& config, observe::Logger& log) {
  const std::size_t descriptors = RaiseDescriptorLimit();
  const http::Limits fitting = FitConnections(config.limits, descriptors, ThreadsOf(config));
  if (fitting.connections < config.limits.connections) {
    log.Warn("the limit of open files allows fewer connections than limits.connections",
             {{"connections", fitting.connections},
              {"limits.connections", config.limits.connections},
              {"open_files", descriptors},
              {"next", "Raise the hard limit of open files (RLIMIT_NOFILE)."}});
  }
  return fitting;
}

Differences Compare(const Config& before, const Config& now) {
  Differences differences;
  for (const SettingRow& row : SettingRows()) {
    if (!row.replaced_by.empty() || IsSame(row, before, now)) continue;
    (IsReloadable(row.name) ? differences.reloadable : differences.fixed).push_back(row.name);
  }
  return differences;
}

base::Status TakeOver(Config next, Config& config, const Live& live) {
  Differences differences = Compare(config, next);
  if (Names(differences.reloadable, kProxies)) {
    BW_TRY_ASSIGN(auto proxies, ProxiesOf(next.trusted_proxies));
    BW_TRY(live.core.SetTrustedProxies(next.trusted_proxies));
    live.exempt.Replace(std::move(proxies));
  }
  live.log.SetThreshold(LevelOf(next));
  live.request_log.SetThreshold(RequestLevelOf(next));
  if (Names(differences.reloadable, kLimits)) {
    const http::Limits limits = FittingLimits(next, live.log);
    live.server.SetLimits(limits);
    live.side_servers.SetLimits(limits);
  }
  SwitchDialects(next, config, live.core, differences);
  CopyReloadable(next, config);
  live.log.Info("reloaded", {{"certificates", HasHttps(config)},
                             {"changed", Joined(differences.reloadable)},
                             {"needs_restart", Joined(differences.fixed)}});
  return {};
}

}  // namespace bearward::app
