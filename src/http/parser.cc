#include "http/parser.h"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <cstring>
#include <limits>

#include "base/ascii.h"

namespace bearward::http {
namespace {

namespace beast = boost::beast::http;
using BeastText = boost::beast::string_view;
using BeastError = boost::beast::error_code;

std::string_view View(BeastText text) { return {text.data(), text.size()}; }

// HeadReader collects views while Beast's parser walks over the head. Beast's own reading of
// Content-Length and Transfer-Encoding is more lenient than ours, so only its grammar is used.
class HeadReader final : public beast::basic_parser<true> {
 public:
  HeadReader(std::string_view bytes, const Limits& limits, Head& head)
      : bytes_(bytes), limits_(limits), head_(head) {
    header_limit(std::numeric_limits<std::uint32_t>::max());
    body_limit(boost::none);
  }

 private:
  void on_request_impl(beast::verb, BeastText method, BeastText target, int version,
                       BeastError&) override {
    head_.method_text = View(method);
    head_.target = View(target);
    head_.minor_version = version - 10;
  }

  void on_field_impl(beast::field, BeastText name, BeastText value, BeastError& error) override {
    if (IsFolded(name, value)) {
      error = beast::error::bad_value;
    } else if (head_.headers.size() >= limits_.header_count) {
      error = beast::error::header_limit;
    } else {
      head_.headers.push_back({View(name), View(value)});
    }
  }

  // Beast unfolds an obs-fold (RFC 9112 section 5.2): it hands out a copy, or, when the lines
  // before were empty, a view of a later line.
  bool IsFolded(BeastText name, BeastText value) const {
    const char* end = bytes_.data() + bytes_.size();
    if (value.data() < name.data() || value.data() > end) return true;
    const char* colon = name.data() + name.size();
    return std::find(colon, value.data(), '\n') != value.data();
  }

  void on_response_impl(int, BeastText, int, BeastError&) override {}
  void on_header_impl(BeastError&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, BeastError&) override {}
  std::size_t on_body_impl(BeastText body, BeastError&) override { return body.size(); }
  void on_chunk_header_impl(std::uint64_t, BeastText, BeastError&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, BeastText body, BeastError&) override {
    return body.size();
  }
  void on_finish_impl(BeastError&) override {}

  std::string_view bytes_;
  const Limits& limits_;
  Head& head_;
};

// A version we do not know, in a request line that is otherwise in form, is worth its own status.
bool HasOtherVersion(std::string_view bytes) {
  const std::string_view line = bytes.substr(0, bytes.find('\r'));
  const std::string_view version = line.substr(line.rfind(' ') + 1);
  return std::ranges::count(line, ' ') == 2 && version.size() == 8 &&
         version.starts_with("HTTP/") && version[6] == '.';
}

int StatusOf(const BeastError& error, std::string_view bytes) {
  if (error == beast::error::bad_version && HasOtherVersion(bytes)) return 505;
  if (error == beast::error::header_limit) return 431;
  return 400;
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

bool IsHost(std::string_view value) {
  if (value.empty()) return false;
  for (const char c : value) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!letter && std::string_view("-._:[]%~").find(c) == std::string_view::npos) return false;
  }
  return true;
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
  HeadReader reader(bytes, limits, head);
  BeastError error;
  const std::size_t used = reader.put({bytes.data(), bytes.size()}, error);
  if (error) return StatusOf(error, bytes);
  if (!reader.is_header_done() || used != bytes.size()) return 400;
  if (head.target.size() > limits.target_bytes) return 414;
  head.method = MethodFromText(head.method_text);
  if (!SplitTarget(head)) return 400;
  head.keep_alive = reader.keep_alive();
  return CheckFraming(head);
}

}  // namespace bearward::http
