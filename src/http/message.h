// Request and Response: one HTTP message each way, as seen by the code above the protocol.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/time.h"
#include "http/header_lines.h"

namespace bearward::http {

// Method is the request method. Methods are case-sensitive (RFC 9110 section 9.1), so `get` and
// every unlisted method is kOther. kAny is never the method of a request: a route that accepts
// every method uses it.
enum class Method : std::uint8_t {
  kGet,
  kHead,
  kPost,
  kPut,
  kPatch,
  kDelete,
  kOptions,
  kOther,
  kAny,
};

// MethodFromText returns the method named in a request line.
Method MethodFromText(std::string_view text);
// MethodText returns the method as written on the wire, "OTHER" for kOther, "ANY" for kAny.
std::string_view MethodText(Method method);

// Header is one header field: the name as sent, the value without surrounding white space.
struct Header {
  std::string_view name;
  std::string_view value;
};

// Violation is a rule that a request broke although its head could be parsed, so that the handler
// can answer in its own error format. With HTTP/1.x the connection closes after the answer.
enum class Violation : std::uint8_t {
  kNone,
  kBodyTooLarge,  // Limits::body_bytes is exceeded; `body` is empty. Answer 413.
};

// Arrival is the time at which a request had arrived, by both clocks (base/clock.h).
struct Arrival {
  base::Time at;
  std::int64_t ticks = 0;
};

// Request is a complete request whose views are valid until the exchange is answered. It has passed
// the strict checks of parser.h or, with HTTP/2, of http2_head.h, so its framing is unambiguous,
// and names and values contain no control characters (except tabs in values).
struct Request {
  Method method = Method::kOther;
  std::string_view method_text;
  std::string_view target;  // as sent: path and query
  std::string_view path;    // as sent, not decoded; begins with '/' (or is "*" for OPTIONS)
  std::string_view query;   // as sent, without the '?'
  // headers begins with `host` in HTTP/2, which is `:authority`, and all `cookie` fields are one.
  std::span<const Header> headers;
  std::string_view body;  // after chunked decoding, if the body was chunked
  int minor_version = 1;  // of HTTP/1.x; 1 with HTTP/2
  std::string_view peer;  // the peer's IP address as text
  bool tls = false;       // whether the request came through a TLS listener of this server
  Violation violation = Violation::kNone;
  // arrival is nullopt if the creator of the request does not supply it.
  std::optional<Arrival> arrival = std::nullopt;

  // Find returns the first value of a header, "" if absent. Names are compared without case.
  std::string_view Find(std::string_view name) const;
  // Count returns the number of lines of that name.
  std::size_t Count(std::string_view name) const;
};

// Response is an answer. The server writes Content-Length, Date and, with HTTP/1.x, Connection;
// they must not be among `headers`.
struct Response {
  int status = 200;
  std::string_view content_type;  // a literal; if empty, no Content-Type line is sent
  std::string body;
  HeaderLines headers;
  bool close = false;  // close the connection after this answer; no effect with HTTP/2
};

// ReasonPhrase returns the standard phrase of a status (RFC 9110 section 15), "" if there is none.
std::string_view ReasonPhrase(int status);

}  // namespace bearward::http
