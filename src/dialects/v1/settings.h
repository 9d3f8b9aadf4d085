// The route of /v1/settings.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "door/route.h"

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

// SettingRoutes returns the route, for callers that act for an environment: kDenied
// "not_the_environment". `read` returns the settings; the dialect must outlive the route.
std::vector<door::Route> SettingRoutes(std::function<std::vector<ShownSetting>()> read,
                                       const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
