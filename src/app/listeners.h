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
// CheckListeners refuses a configuration without any listener, and listeners with one address.
base::Status CheckListeners(const Config& config);
// UrlOf returns the base URL of a listener.
std::string UrlOf(std::string_view scheme, const http::Endpoint& endpoint);
// ReachableUrlOf returns the base URL for clients on this machine: localhost replaces a wildcard
// address.
std::string ReachableUrlOf(std::string_view scheme, const http::Endpoint& endpoint);

// HasFixedPort reports whether an address has a port that stays the same between starts.
bool HasFixedPort(const std::string& address);
// HasHttps says whether the configuration has a listener for HTTPS.
bool HasHttps(const Config& config);
// Bound are the URLs of the listeners, empty for one that is disabled. `announced` is for clients
// on this machine.
struct Bound {
  std::string http;
  std::string https;
  std::string announced;
};
// Bind opens the listeners of a server, on the inherited sockets where there are any; `tls` must
// outlive the server. Errors of ParseListener and http::Server::Listen.
base::Result<Bound> Bind(const Config& config, const http::TlsContext& tls, http::Server& server);

}  // namespace bearward::app
