// Target: parses the URLs and addresses in proxy headers, which are untrusted input.
#pragma once

#include <optional>
#include <string_view>

namespace bearward::gateway {

// Target is the destination of a request, as views of the text.
struct Target {
  std::string_view proto;
  std::string_view host;
  std::string_view path;
};

// ReadUri returns the path of "path?query". nullopt if any byte is not visible ASCII or is '#',
// because parsers disagree on where such a query ends. The path itself is not checked here.
std::optional<std::string_view> ReadUri(std::string_view text);

// ReadUrl splits "scheme://host/path?query" under the same rules. Also nullopt without a scheme, a
// host or a path.
std::optional<Target> ReadUrl(std::string_view text);

// LastHop returns the last address of an X-Forwarded-For value: the peer of the proxy. Empty when
// that is not an address.
std::string_view LastHop(std::string_view text);

}  // namespace bearward::gateway
