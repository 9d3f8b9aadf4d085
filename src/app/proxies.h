// Proxies: what server.trusted_proxies means for the parts of the server.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "http/trusted_proxies.h"

namespace bearward::app {

using ProxySetting = std::optional<std::vector<std::string>>;

// ProxiesOf returns the peers whose headers name the client: none without the setting. Errors of
// http::TrustedProxies::Parse.
inline base::Result<http::TrustedProxies> ProxiesOf(const ProxySetting& setting) {
  return http::TrustedProxies::Parse(setting.value_or(std::vector<std::string>()));
}

// GatewayProxiesOf returns the peers that may use /gateway: without the setting a proxy on this
// machine, whose headers still do not name the client. Errors of http::TrustedProxies::Parse.
inline base::Result<http::TrustedProxies> GatewayProxiesOf(const ProxySetting& setting) {
  const std::vector<std::string> loopback = {"127.0.0.0/8", "::1/128"};
  return http::TrustedProxies::Parse(setting.value_or(loopback));
}

}  // namespace bearward::app
