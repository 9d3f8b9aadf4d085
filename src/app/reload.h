// Reload: what a running server takes over from its settings at SIGHUP.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/config.h"
#include "app/side_servers.h"
#include "app/wire.h"
#include "base/replaceable.h"
#include "base/result.h"
#include "http/server.h"
#include "http/trusted_proxies.h"
#include "observe/log.h"

namespace bearward::app {

// ReadConfig reads the configuration again, as at the start.
using ReadConfig = std::function<base::Result<Config>()>;

// Differences are the names of the settings whose values differ. Those that a running server can
// take over are in `reloadable`: log.*, limits.*, tls.*, server.trusted_proxies and `enabled` of
// each dialect.
struct Differences {
  std::vector<std::string> reloadable;
  std::vector<std::string> fixed;
};

// Compare compares all settings except mail.password, whose value is not readable.
Differences Compare(const Config& before, const Config& now);

// IsReloadable says whether a running server can take over the setting with this name.
bool IsReloadable(std::string_view name);

// LevelOf and RequestLevelOf return the thresholds of the log and of the request log.
observe::Level LevelOf(const Config& config);
observe::Level RequestLevelOf(const Config& config);
// ThreadsOf returns the number of event loops.
unsigned ThreadsOf(const Config& config);
// FittingLimits returns the limits of the configuration, with no more connections than the limit of
// open files allows; a warning says so.
http::Limits FittingLimits(const Config& config, observe::Logger& log);

// Live are the parts of a running server that follow its settings.
struct Live {
  Core& core;
  http::Server& server;
  SideServers& side_servers;
  base::Replaceable<http::TrustedProxies>& exempt;  // from limits per address
  observe::Logger& log;
  observe::Logger& request_log;
};

// TakeOver changes the parts and `config` to what `next` says, as far as a running server can, and
// logs one line: what has changed, and what needs a restart. The TLS files are the caller's. A
// failure changes nothing.
base::Status TakeOver(Config next, Config& config, const Live& live);

}  // namespace bearward::app
