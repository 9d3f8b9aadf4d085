// A URL that ParseUrl accepts must have a host that it contains literally, and no user information.
#include "base/digest.h"
#include "egress/url.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(bearward::base::AsBytes({data, size}));
  const auto url = bearward::egress::ParseUrl(text);
  if (!url) return 0;
  const std::string_view rest = text.substr(text.find("//") + 2);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?"));
  if (authority.find_first_of("@#\\ ") != authority.npos) __builtin_trap();
  if (url->port == 0 || url->host.empty()) __builtin_trap();
  if (authority.substr(authority.starts_with('[') ? 1 : 0).substr(0, url->host.size()) !=
      url->host) {
    __builtin_trap();
  }
  return 0;
}
