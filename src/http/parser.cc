#include "http/parser.h"

#include <algorithm>
#include <cstring>

#include "base/ascii.h"
#include "http/syntax.h"

namespace bearward::http {
namespace {

// TakeLine cuts the next line off, without its end. Nothing when there is none, or when its LF
// comes without a CR.
bool TakeLine(std::string_view& rest, std::string_view& line) {
  const std::size_t feed = rest.find('\n');
  if (feed == std::string_view::npos || feed == 0 || rest[feed - 1] != '\r') return false;
  line = rest.substr(0, feed - 1);
  rest.remove_prefix(feed + 1);
  return true;
}

// ReadVersion gives the status for a version that is not ours: one we do not know, in a request
// line that is otherwise in form, is worth its own.
int ReadVersion(std::string_view version, Head& head) {
  constexpr std::string_view kProtocol = "HTTP/";
  const bool digits = version.size() == 8 && version.starts_with(kProtocol) && version[6] == '.' &&
                      version[5] >= '0' && version[5] <= '9' && version[7] >= '0' &&
                      version[7] <= '9';
  if (!digits) return 400;
  head.minor_version = version[7] - '0';
  return version[5] == '1' && head.minor_version <= 1 ? 0 : 505;
}

// Exactly one space on either side of the target (RFC 9112 section 3).
int ReadRequestLine(std::string_view line, Head& head) {
  const std::size_t first = line.find(' ');
  if (first == std::string_view::npos) return 400;
  const std::size_t second = line.find(' ', first + 1);
  if (second == std::string_view::npos) return 400;
  head.method_text = line.substr(0, first);
  head.target = line.substr(first + 1, second - first - 1);
  if (!IsToken(head.method_text) || head.target.empty()) return 400;
  return ReadVersion(line.substr(second + 1), head);
}

// A line that begins with white space folds the one before (RFC 9112 section 5.2); it has no name
// that is a token, so it is refused like any other malformed one.
bool ReadHeaderLine(std::string_view line, Header& header) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return false;
  header.name = line.substr(0, colon);
  header.value = base::Trim(line.substr(colon + 1));
  return IsToken(header.name) && IsFieldValue(header.value);
}

// Only the origin form, and the asterisk form for OPTIONS: we are no proxy (RFC 9112 section 3.2).
bool SplitTarget(Head& head) {
  for (const char c : head.target) {
    if (c <= 0x20 || c >= 0x7f || c == '#') return false;
  }
  const std::size_t mark = head.target.find('?');
  head.path = head.target.substr(0, mark);
  head.query = mark == std::string_view::npos ? std::string_view() : head.target.substr(mark + 1);
  if (head.target == "*") return head.method == Method::kOptions;
  return head.path.starts_with('/');
}

// A host is a name or an address with an optional port (RFC 9110 section 7.2); we need no more than
// that it holds nothing which another reader may take for a path or a user.
constexpr ByteClass kHostBytes = [] {
  ByteClass bytes{};
  for (const char c : std::string_view("-._:[]%~0123456789")) {
    bytes[static_cast<unsigned char>(c)] = true;
  }
  for (unsigned char c = 'a'; c <= 'z'; ++c) bytes[c] = bytes[c - 'a' + 'A'] = true;
  return bytes;
}();

bool IsHost(std::string_view value) { return !value.empty() && AllIn(kHostBytes, value); }

bool ParseLength(std::string_view value, std::uint64_t& length) {
  if (value.empty() || value.size() > 18) return false;
  length = 0;
  for (const char c : value) {
    if (c < '0' || c > '9') return false;
    length = length * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return true;
}

// ReadConnection heeds the options that a Connection line lists (RFC 9110 section 7.6.1).
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

// Counts of the headers that frame a message: each may occur once.
struct Framing {
  int hosts = 0;
  int lengths = 0;
  int codings = 0;
  int expectations = 0;
};

int ReadFramingHeader(const Header& header, Head& head, Framing& framing) {
  switch (header.name.size()) {
    case 4:
      if (!base::EqualsIgnoreCase(header.name, "Host")) return 0;
      return ++framing.hosts == 1 && IsHost(header.value) ? 0 : 400;
    case 6:
      if (!base::EqualsIgnoreCase(header.name, "Expect") || head.minor_version == 0) return 0;
      head.expects_continue = base::EqualsIgnoreCase(header.value, "100-continue");
      return ++framing.expectations == 1 && head.expects_continue ? 0 : 417;
    case 10:
      if (!base::EqualsIgnoreCase(header.name, "Connection")) return 0;
      return ReadConnection(header.value, head) ? 0 : 400;
    case 14:
      if (!base::EqualsIgnoreCase(header.name, "Content-Length")) return 0;
      return ++framing.lengths == 1 && ParseLength(header.value, head.content_length) ? 0 : 400;
    case 17:
      if (!base::EqualsIgnoreCase(header.name, "Transfer-Encoding")) return 0;
      head.chunked = base::EqualsIgnoreCase(header.value, "chunked");
      return ++framing.codings == 1 && head.chunked ? 0 : 400;
    default:
      return 0;
  }
}

int CheckFraming(Head& head) {
  Framing framing;
  for (const Header& header : head.headers) {
    if (const int status = ReadFramingHeader(header, head, framing); status != 0) return status;
  }
  if (framing.lengths > 0 && framing.codings > 0) return 400;
  if (head.minor_version == 0 && framing.codings > 0) return 400;
  if (head.minor_version == 1 && framing.hosts == 0) return 400;
  return 0;
}

}  // namespace

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
  head.headers.clear();
  head.expects_continue = false;
  head.chunked = false;
  head.content_length = 0;
  head.says_close = false;
  head.says_keep_alive = false;
  std::string_view line;
  if (!TakeLine(bytes, line)) return 400;
  if (const int status = ReadRequestLine(line, head); status != 0) return status;
  while (true) {
    if (!TakeLine(bytes, line)) return 400;
    if (line.empty()) break;
    if (head.headers.size() >= limits.header_count) return 431;
    if (!ReadHeaderLine(line, head.headers.emplace_back())) return 400;
  }
  if (!bytes.empty()) return 400;
  if (head.target.size() > limits.target_bytes) return 414;
  head.method = MethodFromText(head.method_text);
  if (!SplitTarget(head)) return 400;
  const int status = CheckFraming(head);
  head.keep_alive = !head.says_close && (head.minor_version == 1 || head.says_keep_alive);
  return status;
}

}  // namespace bearward::http
