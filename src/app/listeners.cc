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

base::Status CheckListeners(const Config& config) {
  if (config.http != kOff || config.https != kOff) return {};
  return base::Fail(base::Invalid("bad_setting",
                                  "server.http and server.https are both off, so no client could "
                                  "connect. Give one of them an ADDRESS:PORT."));
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

}  // namespace bearward::app
