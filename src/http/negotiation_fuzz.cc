// A weight of any Accept-Encoding is within its bounds, and a tag appended to any If-None-Match
// matches. The first line is the first header, the rest the second.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "http/negotiation.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace http = bearward::http;
  constexpr std::string_view kTag = "\"0123abcd-br\"";
  const std::string_view text(bearward::base::AsBytes({data, size}));
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view accept = text.substr(0, end);
  for (const std::string_view coding : {"br", "gzip"}) {
    const int weight = http::CodingWeight(accept, coding);
    if (weight < 0 || weight > 1000) __builtin_trap();
  }
  const std::string listed = std::string(text.substr(end)) + ", W/" + std::string(kTag);
  if (!http::MatchesTag(listed, kTag)) __builtin_trap();
  http::MatchesTag(text, kTag);
  return 0;
}
