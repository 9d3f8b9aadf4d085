// Fuzz target: for any header lines the client address is the peer or an address written in the
// request, and never one to the left of an untrusted hop that a proxy has appended.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "http/client_address.h"

namespace {

using bearward::http::FindClientAddress;
using bearward::http::Header;
using bearward::http::IpAddress;
using bearward::http::Request;
using bearward::http::TrustedProxies;

constexpr std::string_view kPeer = "10.0.0.1";
constexpr std::string_view kClient = "203.0.113.9";

void Require(bool holds) {
  if (!holds) __builtin_trap();
}

std::string_view Resolve(const std::vector<Header>& headers, const TrustedProxies& trusted) {
  Request request;
  request.peer = kPeer;
  request.headers = headers;
  return FindClientAddress(request, trusted);
}

}  // namespace

// The input is the lines of X-Forwarded-For, an empty line, and the lines of Forwarded.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<std::string> ranges = {"10.0.0.0/8", "fd00::/8"};
  const auto trusted = TrustedProxies::Parse(ranges);
  std::string_view text(bearward::base::AsBytes({data, size}));
  std::string_view name = "X-Forwarded-For";
  std::vector<Header> headers;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text = text.substr(line.size() < text.size() ? line.size() + 1 : line.size());
    if (line.empty()) name = "Forwarded";
    headers.push_back({name, line});
  }
  Require(IpAddress::Parse(Resolve(headers, *trusted)).has_value());
  for (const std::string_view header : {"X-Forwarded-For", "Forwarded"}) {
    std::vector<Header> appended;
    for (const Header& line : headers) {
      if (line.name == header) appended.push_back(line);
    }
    const bool standard = header == "Forwarded";
    const std::string before(appended.empty() ? "" : appended.back().value);
    const std::string last = before + (standard ? ", for=\"203.0.113.9:1\"" : ", 203.0.113.9");
    if (appended.empty()) appended.push_back({header, ""});
    appended.back().value = last;
    Require(Resolve(appended, *trusted) == kClient);
  }
  return 0;
}
