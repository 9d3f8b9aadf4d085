// Fuzz target: every head that ParseHead accepts must pass a second, independent parser, written
// line by line without any library. A difference between the two would allow request smuggling.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/ascii.h"
#include "base/digest.h"
#include "http/parser.h"
#include "http/syntax.h"

namespace bearward::http {
namespace {

void Require(bool holds) {
  if (!holds) __builtin_trap();
}

std::string_view TakeLine(std::string_view& rest) {
  const std::size_t end = rest.find("\r\n");
  Require(end != std::string_view::npos);
  const std::string_view line = rest.substr(0, end);
  Require(line.find_first_of("\r\n") == std::string_view::npos);
  rest.remove_prefix(end + 2);
  return line;
}

// The target must contain scheme, authority and path in this order; the authority is the only Host.
void CheckAbsoluteTarget(std::string_view target, const Head& head) {
  const std::size_t scheme = target.find("://");
  Require(scheme == 4 || scheme == 5);
  Require(base::EqualsIgnoreCase(target.substr(0, scheme), scheme == 4 ? "http" : "https"));
  const std::string_view rest = target.substr(scheme + 3);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?"));
  Require(!authority.empty() && authority.find('@') == std::string_view::npos);
  const std::string_view path = rest.substr(authority.size(), rest.find('?') - authority.size());
  Require(head.path == path || (path.empty() && (head.path == "/" || head.path == "*")));
  Require(head.path == "*" || head.path.starts_with('/'));
  for (const Header& header : head.headers) {
    if (base::EqualsIgnoreCase(header.name, "host")) Require(header.value == authority);
  }
}

void CheckRequestLine(std::string_view line, const Head& head) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  Require(first != std::string_view::npos && std::ranges::count(line, ' ') == 2);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  Require(IsToken(line.substr(0, first)) && head.method_text == line.substr(0, first));
  Require(head.target == target && !target.empty() && target.size() <= Limits().target_bytes);
  if (target.front() == '/' || target == "*") {
    Require(target != "*" || head.method == Method::kOptions);
    Require(target.starts_with(head.path) && target.ends_with(head.query));
  } else {
    CheckAbsoluteTarget(target, head);
  }
  Require(std::ranges::all_of(target, [](char c) { return c > 0x20 && c < 0x7f && c != '#'; }));
  const std::string_view version = line.substr(last + 1);
  Require(version.size() == 8 && version.starts_with("HTTP/1."));
  Require((version[7] == '0') == (head.minor_version == 0));
}

// CheckHeaderLine checks one line against the parsed header. With an absolute target, Host has the
// value of the authority instead.
void CheckHeaderLine(std::string_view line, const Header& header, bool absolute) {
  const std::size_t colon = line.find(':');
  Require(colon != std::string_view::npos);
  Require(IsToken(line.substr(0, colon)) && header.name == line.substr(0, colon));
  Require(std::ranges::all_of(line.substr(colon + 1), IsFieldByte));
  const std::string_view value = base::Trim(line.substr(colon + 1));
  Require(value == header.value || (absolute && base::EqualsIgnoreCase(header.name, "host")));
}

void CheckFraming(const Head& head) {
  int hosts = 0;
  int lengths = 0;
  int codings = 0;
  for (const Header& header : head.headers) {
    if (base::EqualsIgnoreCase(header.name, "host")) ++hosts;
    if (base::EqualsIgnoreCase(header.name, "content-length")) {
      ++lengths;
      const auto digit = [](char c) { return c >= '0' && c <= '9'; };
      Require(!header.value.empty() && std::ranges::all_of(header.value, digit));
    }
    if (base::EqualsIgnoreCase(header.name, "transfer-encoding")) {
      ++codings;
      Require(base::EqualsIgnoreCase(header.value, "chunked"));
    }
  }
  Require(lengths + codings <= 1 && hosts <= 1);
  Require(head.chunked == (codings == 1));
  Require(lengths == 1 || head.content_length == 0);
  Require(head.minor_version == 1 ? hosts == 1 : codings == 0);
}

void CheckHead(std::string_view bytes, const Head& head) {
  CheckRequestLine(TakeLine(bytes), head);
  const bool absolute = head.target.front() != '/' && head.target != "*";
  // An HTTP/1.0 request without Host gets one from its absolute target, after the other lines.
  for (const Header& header : head.headers) {
    if (absolute && bytes == "\r\n") {
      Require(head.minor_version == 0 && header.name == "Host");
    } else {
      CheckHeaderLine(TakeLine(bytes), header, absolute);
    }
  }
  Require(bytes == "\r\n");
  CheckFraming(head);
}

}  // namespace
}  // namespace bearward::http

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bearward::http;
  std::string_view bytes(bearward::base::AsBytes({data, size}));
  bytes.remove_prefix(EmptyLineSize(bytes));
  HeadFinder whole;
  const auto outcome = whole.Look(bytes);
  // The end must be found at the same position when the input arrives in two pieces.
  HeadFinder pieces;
  auto second = pieces.Look(bytes.substr(0, bytes.size() / 2));
  if (second == HeadFinder::Outcome::kNeedMore) second = pieces.Look(bytes);
  Require(second == outcome && pieces.size() == whole.size());
  // The parser also receives the bytes after the head: it must stop at the same position.
  const bool found = outcome == HeadFinder::Outcome::kWhole;
  Head head;
  const int status = ParseHead(bytes, Limits(), head);
  if (found) Require(ParseHead(bytes.substr(0, whole.size()), Limits(), head) == status);
  Require(status == 0 || (status >= 400 && status < 600));
  if (status != 0) return 0;
  Require(found && head.size == whole.size());
  CheckHead(bytes.substr(0, head.size), head);
  return 0;
}
