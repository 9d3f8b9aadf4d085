#include "http/parser.h"

#include <algorithm>
#include <cstring>

#include "base/ascii.h"
#include "http/byte_run.h"
#include "http/syntax.h"

namespace bearward::http {
namespace {

// Input is the part of the head that has not been parsed yet.
struct Input {
  const char* at;
  const char* end;

  // Skips a line end; returns false if there is none.
  bool TakesLineEnd() {
    constexpr std::string_view kLineEnd = "\r\n";
    if (end - at < 2 || std::string_view(at, 2) != kLineEnd) return false;
    at += 2;
    return true;
  }
};

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

// SkipTarget skips visible ASCII except '#', which would begin a fragment.
const char* SkipTarget(const char* at, const char* end) {
  const auto stops = [](Bytes16 bytes) {
    return (bytes <= 0x20) | (bytes >= 0x7f) | (bytes == '#');
  };
  const auto belongs = [](char c) { return c > 0x20 && c < 0x7f && c != '#'; };
  return SkipWhile(at, end, stops, belongs);
}

// ReadVersion returns 0, or the status that refuses the version: another major version in a
// well-formed request line is 505. A higher minor version is treated as HTTP/1.1 (RFC 9110 section
// 2.5).
int ReadVersion(std::string_view version, Head& head) {
  head.minor_version = 1;
  if (version == "HTTP/1.1") return 0;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool in_form = version.starts_with("HTTP/") && is_digit(version[5]) && version[6] == '.' &&
                       is_digit(version[7]);
  if (!in_form) return 400;
  head.minor_version = version[7] == '0' ? 0 : 1;
  return version[5] == '1' ? 0 : 505;
}

// ReadRequestLine parses the first line including its end: exactly one space on each side of the
// target (RFC 9112 section 3).
int ReadRequestLine(Input& input, Head& head) {
  constexpr std::ptrdiff_t kVersionSize = 8;
  const char* const method_end = SkipToken(input.at, input.end);
  if (method_end == input.at || method_end == input.end || *method_end != ' ') return 400;
  head.method_text = {input.at, method_end};
  head.method = MethodFromText(head.method_text);
  const char* const target = method_end + 1;
  const char* const target_end = SkipTarget(target, input.end);
  if (target_end == target || target_end == input.end || *target_end != ' ') return 400;
  head.target = {target, target_end};
  input.at = target_end + 1;
  if (input.end - input.at < kVersionSize) return 400;
  const std::string_view version(input.at, kVersionSize);
  input.at += kVersionSize;
  return input.TakesLineEnd() ? ReadVersion(version, head) : 400;
}

// ReadHeader parses a header line including its end. A line that begins with white space folds the
// previous line (RFC 9112 section 5.2); its name is not a token, so it is refused like any other
// malformed line.
bool ReadHeader(Input& input, Header& header) {
  const char* const name = input.at;
  const char* const colon = SkipToken(name, input.end);
  if (colon == name || colon == input.end || *colon != ':') return false;
  const char* value = colon + 1;
  const char* value_end = input.at = SkipFieldBytes(value, input.end);
  if (!input.TakesLineEnd()) return false;
  while (IsBlank(*value)) ++value;  // ends at the line end at the latest
  while (value_end != value && IsBlank(value_end[-1])) --value_end;
  header = {{name, colon}, {value, value_end}};
  return true;
}

// IsNamed compares a name with a literal; most clients use exactly its spelling.
template <std::size_t kSize>
bool IsNamed(const Header& header, const char (&literal)[kSize]) {
  const std::string_view name(literal, kSize - 1);
  return header.name == name || base::EqualsIgnoreCase(header.name, name);
}

// SchemeSize returns the size of "http://" or "https://" at the front, 0 for any other text.
// Schemes are compared without case (RFC 3986 section 3.1).
std::size_t SchemeSize(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (base::EqualsIgnoreCase(target.substr(0, scheme.size()), scheme)) return scheme.size();
  }
  return 0;
}

// UseAuthority replaces the value of Host by the authority of an absolute target, because a server
// must ignore Host in that case (RFC 9112 section 3.2.2); all later code sees one host. An HTTP/1.0
// request without Host gets one.
void UseAuthority(std::string_view authority, Head& head) {
  const auto is_host = [](const Header& header) { return IsNamed(header, "Host"); };
  const auto host = std::ranges::find_if(head.headers, is_host);
  if (host != head.headers.end()) {
    host->value = authority;
  } else {
    head.headers.push_back({"Host", authority});
  }
}

// SplitAbsoluteTarget parses the absolute form (RFC 9112 section 3.2.2) with the schemes http and
// https. User information in the authority is refused (RFC 9110 section 4.2.4). A missing path
// becomes "/", or "*" for OPTIONS without a query (RFC 9112 section 3.2.4).
bool SplitAbsoluteTarget(Head& head) {
  std::string_view rest = head.target.substr(SchemeSize(head.target));
  if (rest.size() == head.target.size()) return false;
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?"));
  if (!IsHost(authority)) return false;
  rest.remove_prefix(authority.size());
  const std::size_t mark = rest.find('?');
  head.path = rest.substr(0, mark);
  head.query = mark == std::string_view::npos ? std::string_view() : rest.substr(mark + 1);
  if (rest.empty()) {
    head.path = head.method == Method::kOptions ? "*" : "/";
  } else if (head.path.empty()) {
    head.path = "/";
  }
  UseAuthority(authority, head);
  return true;
}

// SplitTarget parses the origin form, the absolute form, and the asterisk form for OPTIONS (RFC
// 9112 section 3.2). The authority form is only for CONNECT, which is refused because this server
// is not a proxy.
bool SplitTarget(Head& head) {
  if (!head.target.starts_with('/') && head.target != "*") return SplitAbsoluteTarget(head);
  const std::size_t mark = head.target.find('?');
  head.path = head.target.substr(0, mark);
  head.query = mark == std::string_view::npos ? std::string_view() : head.target.substr(mark + 1);
  return head.target != "*" || head.method == Method::kOptions;
}

// ReadConnection applies the options in a Connection line (RFC 9110 section 7.6.1).
bool ReadConnection(std::string_view list, Head& head) {
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    const std::string_view option = base::Trim(list.substr(0, comma));
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    if (option.empty()) continue;
    if (!IsToken(option)) return false;
    head.says_close |= base::EqualsIgnoreCase(option, "close");
    head.says_keep_alive |= base::EqualsIgnoreCase(option, "keep-alive");
  }
  return true;
}

// Framing counts the headers that frame a message; each may occur only once. `status` is the
// refusal of the first malformed one, 0 if none.
struct Framing {
  int status = 0;
  int hosts = 0;
  int lengths = 0;
  int codings = 0;
  int expectations = 0;
};

int ReadFramingHeader(const Header& header, Head& head, Framing& framing) {
  switch (header.name.size()) {
    case 4:
      if (!IsNamed(header, "Host")) return 0;
      return ++framing.hosts == 1 && IsHost(header.value) ? 0 : 400;
    case 6:
      if (!IsNamed(header, "Expect") || head.minor_version == 0) return 0;
      head.expects_continue = base::EqualsIgnoreCase(header.value, "100-continue");
      return ++framing.expectations == 1 && head.expects_continue ? 0 : 417;
    case 10:
      if (!IsNamed(header, "Connection")) return 0;
      return ReadConnection(header.value, head) ? 0 : 400;
    case 14:
      if (!IsNamed(header, "Content-Length")) return 0;
      return ++framing.lengths == 1 && ParseLength(header.value, head.content_length) ? 0 : 400;
    case 17:
      if (!IsNamed(header, "Transfer-Encoding")) return 0;
      head.chunked = base::EqualsIgnoreCase(header.value, "chunked");
      return ++framing.codings == 1 && head.chunked ? 0 : 400;
    default:
      return 0;
  }
}

int CheckFraming(const Head& head, const Framing& framing) {
  if (framing.lengths > 0 && framing.codings > 0) return 400;
  if (head.minor_version == 0 && framing.codings > 0) return 400;
  if (head.minor_version == 1 && framing.hosts == 0) return 400;
  return 0;
}

// ReadHeaders parses all lines up to and including the empty line. A fault of a framing header is
// stored in `framing`, because a malformed line anywhere takes precedence.
int ReadHeaders(Input& input, std::size_t most, Head& head, Framing& framing) {
  while (input.at != input.end && *input.at != '\r') {
    if (head.headers.size() >= most) return 431;
    Header header;
    if (!ReadHeader(input, header)) return 400;
    head.headers.push_back(header);
    if (framing.status == 0) framing.status = ReadFramingHeader(header, head, framing);
  }
  return input.TakesLineEnd() ? 0 : 400;
}

}  // namespace

// The check only has to exclude characters that another parser may interpret as a path or as user
// information.
bool IsHost(std::string_view value) {
  const auto fits = [](Bytes16 bytes) {
    const auto marks = base::InRange(bytes, '-', '.') | (bytes == '_') | (bytes == '~');
    const auto literals = (bytes == ':') | (bytes == '[') | (bytes == ']') | (bytes == '%');
    return base::IsAlphanumeric(bytes) | marks | literals;
  };
  return !value.empty() && base::AllBytes(value, fits);
}

bool ParseLength(std::string_view value, std::uint64_t& length) {
  if (value.empty() || value.size() > 18) return false;
  length = 0;
  for (const char c : value) {
    if (c < '0' || c > '9') return false;
    length = length * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return true;
}

bool IsTarget(std::string_view text) {
  return !text.empty() &&
         SkipTarget(text.data(), text.data() + text.size()) == text.data() + text.size();
}

std::size_t EmptyLineSize(std::string_view bytes) { return bytes.starts_with("\r\n") ? 2 : 0; }

HeadFinder::Outcome HeadFinder::Look(std::string_view bytes) {
  while (scanned_ < bytes.size()) {
    const void* found = std::memchr(bytes.data() + scanned_, '\n', bytes.size() - scanned_);
    if (found == nullptr) break;
    const auto feed = static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
    scanned_ = feed + 1;
    if (feed == 0 || bytes[feed - 1] != '\r') return Outcome::kBareLf;
    const bool empty_line = feed - 1 == line_;
    line_ = feed + 1;
    if (empty_line) return Outcome::kWhole;
  }
  scanned_ = bytes.size();
  return Outcome::kNeedMore;
}

int ParseHead(std::string_view bytes, const Limits& limits, Head& head) {
  head.method_text = head.target = {};
  head.headers.clear();
  head.expects_continue = false;
  head.chunked = false;
  head.content_length = 0;
  head.says_close = false;
  head.says_keep_alive = false;
  Input input{bytes.data(), bytes.data() + bytes.size()};
  if (const int status = ReadRequestLine(input, head); status != 0) return status;
  Framing framing;
  if (const int status = ReadHeaders(input, limits.header_count, head, framing); status != 0) {
    return status;
  }
  head.size = static_cast<std::size_t>(input.at - bytes.data());
  if (head.target.size() > limits.target_bytes) return 414;
  if (!SplitTarget(head)) return 400;
  head.keep_alive = !head.says_close && (head.minor_version == 1 || head.says_keep_alive);
  return framing.status != 0 ? framing.status : CheckFraming(head, framing);
}

}  // namespace bearward::http
