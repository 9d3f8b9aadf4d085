// Connectors: `bearward connector`, which writes the package of a custom connector of Microsoft's
// Power Platform (docs/connectors.md).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/config.h"
#include "base/result.h"
#include "door/route.h"

namespace bearward::app {

// ConnectorPackage is the text of the two files: apiDefinition.swagger.json and apiProperties.json.
struct ConnectorPackage {
  std::string definition;
  std::string properties;
};

// ConnectorNames returns the dialects that have a connector.
std::vector<std::string> ConnectorNames();

// Addresses are the base URL of the server, and the URL below which the routes of the dialect are.
struct Addresses {
  std::string server;
  std::string api;
};

// PackageOf describes the routes of a dialect. `name` is one of ConnectorNames.
ConnectorPackage PackageOf(std::string_view name, std::span<const door::Route> routes,
                           const Addresses& at);

// WriteConnector writes the package for the configured server into a folder, which it makes if it
// is missing. It adds to `warnings` what keeps Power Platform from reaching the server. kInvalid
// "dialect_off" if the configuration switches the dialect off, and for a file that exists.
base::Status WriteConnector(const Config& config, std::string_view name, const std::string& folder,
                            std::vector<std::string>& warnings);

}  // namespace bearward::app
