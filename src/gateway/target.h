// Target: the URLs and addresses that proxies write into headers. Foreign bytes.
#pragma once

#include <optional>
#include <string_view>

namespace bearward::gateway {

// Target is where a request goes, as views of the text.
struct Target {
  std::string_view proto;
  std::string_view host;
  std::string_view path;
};

// ReadUri takes the path off "path?query". nullopt for bytes that are not visible ASCII and for a
// '#', anywhere: where a query ends must not be a matter of opinion. The path is not judged here.
std::optional<std::string_view> ReadUri(std::string_view text);

// ReadUrl takes "scheme://host/path?query" apart, under the same rules. nullopt too without a
// scheme, a host or a path.
std::optional<Target> ReadUrl(std::string_view text);

// LastHop gives the last address of an X-Forwarded-For value: the one that our proxy itself saw.
// Empty when that is no address.
std::string_view LastHop(std::string_view text);

}  // namespace bearward::gateway
