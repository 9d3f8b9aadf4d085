// ConfigSources: loads the configuration of a command from a file, the environment and the options.
#pragma once

#include <string>

#include "app/config.h"
#include "base/result.h"

namespace bearward::app {

// kSystemConfig is the settings file of the Debian package.
inline constexpr const char* kSystemConfig = "/etc/bearward/bearward.toml";

// ConfigOptions are the options of the command line that a Config depends on. An empty text means:
// not given.
struct ConfigOptions {
  const char* const* environment = nullptr;  // as `environ` of the process
  std::string config_file = {};
  std::string data = {};
  std::string http = {};
  std::string https = {};
  std::string assets_dir = {};
  bool memory = false;  // no data folder
};

// LoadConfig reads the file, then the environment, then the options; each overrides the previous
// ones. The file is the one that --config or else BEARWARD_CONFIG names. If neither is given, it is
// `system_file`, but only if that exists and no data are selected by --data, `memory` or
// BEARWARD_SERVER__DATA: the settings of the packaged service are not for other data. Errors are
// those of ReadWholeFile, ReadConfigText, ReadEnvironment, FindSockets and Put.
base::Result<Config> LoadConfig(const ConfigOptions& options,
                                const std::string& system_file = kSystemConfig);

}  // namespace bearward::app
