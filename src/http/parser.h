// Parser of the head of a request: finds its end and parses it. Internal to http.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "http/limits.h"
#include "http/message.h"

namespace bearward::http {

// IsHost accepts a name or an address with an optional port (RFC 9110 section 7.2), without user
// information.
bool IsHost(std::string_view value);
// IsTarget accepts a non-empty run of the bytes that a request target may have: visible ASCII
// except '#', which would begin a fragment.
bool IsTarget(std::string_view text);
// ParseLength reads a Content-Length of at most 18 digits; returns false for anything else.
bool ParseLength(std::string_view value, std::uint64_t& length);

// EmptyLineSize returns the size of an empty line at the start of `bytes`, 0 if there is none. One
// empty line before a request line is ignored, because old clients send it after a body (RFC 9112
// section 2.2).
std::size_t EmptyLineSize(std::string_view bytes);

// HeadFinder finds the empty line that ends a head in a growing buffer, and examines no byte twice.
class HeadFinder {
 public:
  // Outcome of Look: more bytes are needed, the head is complete, or a line ended without CR.
  enum class Outcome : std::uint8_t { kNeedMore, kWhole, kBareLf };

  // Look continues where the previous call ended; `bytes` must begin with the same bytes as then.
  Outcome Look(std::string_view bytes);
  // size returns the length of the head, including its last empty line, after kWhole.
  std::size_t size() const { return line_; }

 private:
  std::size_t line_ = 0;     // start of the current line
  std::size_t scanned_ = 0;  // end of the part that was searched for LF
};

// Head is the parsed head; its views refer to the bytes given to ParseHead.
struct Head {
  std::size_t size = 0;  // length in bytes, including the empty line
  Method method = Method::kOther;
  std::string_view method_text;
  std::string_view target;  // as sent; may be in absolute form
  std::string_view path;
  std::string_view query;
  int minor_version = 1;
  std::vector<Header> headers;
  bool keep_alive = true;
  bool says_close = false;       // Connection contains `close`
  bool says_keep_alive = false;  // Connection contains `keep-alive`
  bool expects_continue = false;
  bool chunked = false;
  std::uint64_t content_length = 0;  // 0 also if the header is absent
};

// ParseHead parses the head at the start of `bytes` (RFC 9112 sections 2 to 6) into `head`, whose
// previous contents are replaced. It returns 0, or the status to refuse the request with, after
// which the connection must close. Incomplete bytes are refused as malformed. It refuses every form
// that two parsers may interpret differently: Content-Length together with Transfer-Encoding,
// either of them repeated, any coding except `chunked`, a folded line, a bare CR or LF, white space
// around a header's name, control characters, a missing, repeated or malformed Host, and a target
// in authority form. The authority of an absolute target replaces the value of Host.
int ParseHead(std::string_view bytes, const Limits& limits, Head& head);

}  // namespace bearward::http
