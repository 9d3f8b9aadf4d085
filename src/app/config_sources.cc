#include "app/config_sources.h"

#include <unistd.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "app/read_file.h"
#include "app/write_file.h"

namespace bearward::app {
namespace {

constexpr std::string_view kDataFolder = "server.data";

base::Status PutAll(Config& config, const std::vector<Setting>& settings) {
  for (const Setting& setting : settings) BW_TRY(Put(config, setting));
  return {};
}

base::Status PutFile(Config& config, const std::string& file) {
  BW_TRY_ASSIGN(const std::string text, ReadWholeFile(file));
  BW_TRY_ASSIGN(const auto settings, ReadConfigText(text, file));
  return PutAll(config, settings);
}

}  // namespace

base::Result<Config> LoadConfig(const ConfigOptions& options, const std::string& system_file) {
  const char* const* const environment = options.environment;
  BW_TRY_ASSIGN(const auto variables, ReadEnvironment(environment));
  std::string file = options.config_file;
  if (file.empty()) file = FindVariable(environment, kConfigVariable);
  const bool has_own_data =
      !options.data.empty() ||
      std::ranges::find(variables, kDataFolder, &Setting::name) != variables.end();
  Config config;
  if (!file.empty()) {
    BW_TRY(PutFile(config, file));
    if (file != system_file) config.reached_by = " --config " + file;
  } else if (!has_own_data && !options.memory && FileExists(system_file)) {
    BW_TRY(PutFile(config, system_file));
  }
  BW_TRY(PutAll(config, variables));
  config.assets_dir = options.assets_dir;
  config.notify_socket = FindVariable(environment, "NOTIFY_SOCKET");
  BW_TRY_ASSIGN(config.inherited, FindSockets(environment, ::getpid()));
  for (std::string& warning : WarnOfVariables(environment)) {
    config.warnings.push_back(std::move(warning));
  }
  if (!options.data.empty())
    BW_TRY(Put(config, {std::string(kDataFolder), {options.data}, "--data"}));
  if (!options.http.empty()) BW_TRY(Put(config, {"server.http", {options.http}, "--http"}));
  if (!options.https.empty()) BW_TRY(Put(config, {"server.https", {options.https}, "--https"}));
  if (has_own_data) config.reached_by += " --data " + config.data;
  return config;
}

}  // namespace bearward::app
