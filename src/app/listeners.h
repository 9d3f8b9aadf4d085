// Listeners: the addresses of server.http and server.https.
#pragma once

#include <string>
#include <string_view>

#include "app/config.h"
#include "base/result.h"
#include "http/server.h"

namespace bearward::app {

// kOff is the value of server.http and server.https that disables the listener.
inline constexpr std::string_view kOff = "off";

// ParseListener reads "ADDRESS:PORT", with an IPv6 address in brackets; kInvalid "bad_value" with a
// text that states the allowed form.
base::Result<http::ListenerOptions> ParseListener(const std::string& text);
// CheckListeners refuses a configuration without any listener.
base::Status CheckListeners(const Config& config);
// UrlOf returns the base URL of a listener.
std::string UrlOf(std::string_view scheme, const http::Endpoint& endpoint);
// ReachableUrlOf returns the base URL for clients on this machine: localhost replaces a wildcard
// address.
std::string ReachableUrlOf(std::string_view scheme, const http::Endpoint& endpoint);

}  // namespace bearward::app
