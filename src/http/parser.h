// The head of a request: where it ends and what it says. Internal to http.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "http/limits.h"
#include "http/message.h"

namespace bearward::http {

// EmptyLineSize returns the size of an empty line that `bytes` begin with, 0 if they begin
// otherwise. One before a request line is ignored: old clients send it after a body (RFC 9112
// section 2.2).
std::size_t EmptyLineSize(std::string_view bytes);

// HeadFinder looks for the empty line that ends a head in a buffer that grows, without looking at
// any byte twice.
class HeadFinder {
 public:
  // Outcome of a look: bytes are missing, the head is whole, or a line ended without CR.
  enum class Outcome : std::uint8_t { kNeedMore, kWhole, kBareLf };

  // Look continues where the last look ended; `bytes` begins with the same bytes as then.
  Outcome Look(std::string_view bytes);
  // size gives the length of the head, its last empty line included, after kWhole.
  std::size_t size() const { return line_; }

 private:
  std::size_t line_ = 0;     // where the current line begins
  std::size_t scanned_ = 0;  // how far there is no unseen LF
};

// Head is the parsed head; its views lie in the bytes given to ParseHead.
struct Head {
  std::size_t size = 0;  // its length, the empty line included
  Method method = Method::kOther;
  std::string_view method_text;
  std::string_view target;  // as sent; may be in absolute form
  std::string_view path;
  std::string_view query;
  int minor_version = 1;
  std::vector<Header> headers;
  bool keep_alive = true;
  bool says_close = false;       // in Connection
  bool says_keep_alive = false;  // in Connection
  bool expects_continue = false;
  bool chunked = false;
  std::uint64_t content_length = 0;  // 0 as well if there is none
};

// ParseHead reads the head that `bytes` begin with (RFC 9112 sections 2 to 6) into `head`, whose
// old contents are replaced. It returns 0, or the status to refuse the request with, after which
// the connection must close; bytes without a whole head are malformed like others. Refused are all
// forms on which two readers may disagree: Content-Length beside Transfer-Encoding, either of them
// repeated, any coding but `chunked`, a folded line, a bare CR or LF, space around a header's name,
// control characters, a missing, repeated or malformed Host, and a target in authority form. The
// authority of an absolute target takes the place of the value of Host.
int ParseHead(std::string_view bytes, const Limits& limits, Head& head);

}  // namespace bearward::http
