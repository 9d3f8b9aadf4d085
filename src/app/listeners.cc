#include "app/listeners.h"

#include <charconv>
#include <utility>

#include "http/ip_address.h"

namespace bearward::app {
namespace {

base::Error NoListener(const std::string& text) {
  return base::Invalid("bad_value", "cannot be \"" + text +
                                        "\". Write ADDRESS:PORT with an IP address, for example "
                                        "127.0.0.1:8080 or [::1]:8080, or off.");
}

bool HasHttp(const Config& config) { return config.http != kOff || config.inherited.http >= 0; }

base::Result<http::Endpoint> BindOne(const std::string& address, int inherited,
                                     const http::TlsContext* tls, http::Server& server) {
  http::ListenerOptions options;
  if (inherited < 0) {
    BW_TRY_ASSIGN(options, ParseListener(address));
  }
  options.inherited = inherited;
  options.tls = tls;
  return server.Listen(options);
}

}  // namespace

base::Result<http::ListenerOptions> ParseListener(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos) return base::Fail(NoListener(text));
  const std::string_view digits = std::string_view(text).substr(colon + 1);
  unsigned port = 65536;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  const bool whole = error == std::errc() && end == digits.data() + digits.size();
  if (!whole || port > 65535) return base::Fail(NoListener(text));
  std::string address = text.substr(0, colon);
  if (address.starts_with('[') && address.ends_with(']')) {
    address = address.substr(1, address.size() - 2);
  }
  // A link-local address has a zone suffix.
  if (!http::IpAddress::Parse(address.substr(0, address.find('%')))) {
    return base::Fail(NoListener(text));
  }
  return http::ListenerOptions{std::move(address), static_cast<std::uint16_t>(port), nullptr};
}

bool HasFixedPort(const std::string& address) {
  return address != kOff && !address.ends_with(":0");
}

bool HasHttps(const Config& config) { return config.https != kOff || config.inherited.https >= 0; }

base::Status CheckListeners(const Config& config) {
  if (!HasHttp(config) && !HasHttps(config)) {
    return base::Fail(base::Invalid("bad_setting",
                                    "server.http and server.https are both off, so no client could "
                                    "connect. Give one of them an ADDRESS:PORT."));
  }
  // An inherited socket takes the place of the address.
  const std::pair<std::string_view, std::string> addresses[] = {
      {"server.http", config.inherited.http < 0 ? config.http : std::string(kOff)},
      {"server.https", config.inherited.https < 0 ? config.https : std::string(kOff)},
      {"server.operators", config.operators}};
  for (const auto& [name, address] : addresses) {
    if (!HasFixedPort(address)) continue;
    for (const auto& [other, same] : addresses) {
      if (name == other || address != same) continue;
      return base::Fail(base::Invalid(
          "bad_setting", std::string(name) + " and " + std::string(other) + " are both " + address +
                             ". Give each of them an address or a port of its own."));
    }
  }
  return {};
}

std::string UrlOf(std::string_view scheme, const http::Endpoint& endpoint) {
  const bool six = endpoint.address.contains(':');
  const std::string host = six ? "[" + endpoint.address + "]" : endpoint.address;
  return std::string(scheme) + "://" + host + ":" + std::to_string(endpoint.port);
}

std::string ReachableUrlOf(std::string_view scheme, const http::Endpoint& endpoint) {
  const auto address = http::IpAddress::Parse(endpoint.address);
  const bool wildcard = address && (*address == *http::IpAddress::Parse("0.0.0.0") ||
                                    *address == *http::IpAddress::Parse("::"));
  return UrlOf(scheme, wildcard ? http::Endpoint{"localhost", endpoint.port} : endpoint);
}

base::Result<Bound> Bind(const Config& config, const http::TlsContext& tls, http::Server& server) {
  Bound bound;
  if (HasHttp(config)) {
    BW_TRY_ASSIGN(const auto endpoint,
                  BindOne(config.http, config.inherited.http, nullptr, server));
    bound.http = UrlOf("http", endpoint);
    bound.announced = ReachableUrlOf("http", endpoint);
  }
  if (HasHttps(config)) {
    BW_TRY_ASSIGN(const auto endpoint, BindOne(config.https, config.inherited.https, &tls, server));
    bound.https = UrlOf("https", endpoint);
    if (bound.announced.empty()) bound.announced = ReachableUrlOf("https", endpoint);
  }
  return bound;
}

}  // namespace bearward::app
