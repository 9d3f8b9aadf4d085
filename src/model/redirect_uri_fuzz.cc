// A text that FormOf accepts must have a scheme and no part that a browser would read differently,
// and it matches itself.
#include "base/digest.h"
#include "model/redirect_uri.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace bearward::model;
  const std::string_view text(bearward::base::AsBytes({data, size}));
  const RedirectForm form = FormOf(text);
  if (form == RedirectForm::kInvalid) return 0;
  if (text.starts_with("https://") != (form == RedirectForm::kHttps)) __builtin_trap();
  if (text.find_first_of("\\# \t\r\n") != text.npos) __builtin_trap();
  const std::string_view rest = text.substr(text.find("//") + 2);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?"));
  if (authority.empty() || authority.find('@') != authority.npos) __builtin_trap();
  if (form == RedirectForm::kLoopback && !authority.starts_with("127.0.0.1") &&
      !authority.starts_with("[::1]")) {
    __builtin_trap();
  }
  // A URI without a wildcard matches itself, and one with a wildcard is no address.
  const bool wild = authority.find('*') != authority.npos;
  if (MatchesRedirectUri(text, text) == wild) __builtin_trap();
  return 0;
}
