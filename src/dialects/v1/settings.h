// The route of /v1/settings.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "door/route.h"
#include "verify/installation.h"

namespace bearward::dialects::v1 {

// ShownSetting is one setting of the server. A secret has no values. `is_set` says whether it is
// not the default. `reloads` says whether SIGHUP can replace it.
struct ShownSetting {
  std::string name;
  std::string_view meaning;
  std::vector<std::string> values;
  bool is_secret = false;
  bool is_set = false;
  bool reloads = false;
};

// SettingUses are the dependencies of the route; `read` returns the settings.
struct SettingUses {
  std::function<std::vector<ShownSetting>()> read;
  verify::DefaultEnvironment find_default;
};

// SettingRoutes returns the route, for callers that pass verify::CheckInstallation; the dialect
// must outlive it.
std::vector<door::Route> SettingRoutes(SettingUses uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
