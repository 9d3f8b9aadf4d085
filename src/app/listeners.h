// Listeners: the addresses of server.http and server.https.
#pragma once

#include <string>
#include <string_view>

#include "app/config.h"
#include "base/result.h"
#include "http/server.h"

namespace bearward::app {

// kOff is the value of server.http and server.https that turns the listener off.
inline constexpr std::string_view kOff = "off";

// ParseListener reads "ADDRESS:PORT", an IPv6 address in brackets; kInvalid "bad_value" with a text
// that says what is allowed.
base::Result<http::ListenerOptions> ParseListener(const std::string& text);
// CheckListeners refuses a configuration that listens nowhere.
base::Status CheckListeners(const Config& config);
// UrlOf writes the base URL of a listener.
std::string UrlOf(std::string_view scheme, const http::Endpoint& endpoint);
// ReachableUrlOf does so for clients on this machine: localhost stands for a wildcard address.
std::string ReachableUrlOf(std::string_view scheme, const http::Endpoint& endpoint);

}  // namespace bearward::app
