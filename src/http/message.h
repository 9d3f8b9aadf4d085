// Request and Response: one HTTP message each way, as the program above the protocol sees it.
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
// everything not listed is kOther. kAny is no request's: a row that takes every method says so.
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

// MethodFromText names the method of a request line.
Method MethodFromText(std::string_view text);
// MethodText gives the method as it is written, "OTHER" for kOther, "ANY" for kAny.
std::string_view MethodText(Method method);

// Header is one header line: the name as sent, the value without the white space around it.
struct Header {
  std::string_view name;
  std::string_view value;
};

// Violation names what a request broke although its head could be read, so that whoever answers
// can do so in a shape of its own. The connection closes after the answer.
enum class Violation : std::uint8_t {
  kNone,
  kBodyTooLarge,  // Limits::body_bytes is exceeded; `body` is empty. Answer 413.
};

// Arrival is when a request had come, by both clocks (base/clock.h).
struct Arrival {
  base::Time at;
  std::int64_t ticks = 0;
};

// Request is a whole request whose views lie in the connection's buffer: valid until the exchange
// is answered. It has passed the strict checks of parser.h, so framing is not ambiguous and names
// and values hold no control characters (a tab in a value aside).
struct Request {
  Method method = Method::kOther;
  std::string_view method_text;
  std::string_view target;  // as sent: path and query
  std::string_view path;    // as sent, not decoded; begins with '/' (or is "*" for OPTIONS)
  std::string_view query;   // as sent, without the '?'
  std::span<const Header> headers;
  std::string_view body;  // decoded from chunks if it came so
  int minor_version = 1;  // of HTTP/1.x
  std::string_view peer;  // the peer's IP address as text
  bool tls = false;       // whether the bytes came through our own TLS listener
  Violation violation = Violation::kNone;
  // arrival is none where whoever made the request does not tell.
  std::optional<Arrival> arrival = std::nullopt;

  // Find gives the first value of a header, "" if absent. Names compare without case.
  std::string_view Find(std::string_view name) const;
  // Count says how many lines of that name there are.
  std::size_t Count(std::string_view name) const;
};

// Response is an answer. Content-Length, Date and Connection are written by the server and must
// not be among `headers`.
struct Response {
  int status = 200;
  std::string_view content_type;  // a literal; no Content-Type line if empty
  std::string body;
  HeaderLines headers;
  bool close = false;  // end the connection after this answer
};

// ReasonPhrase gives the standard phrase of a status (RFC 9110 section 15), "" if there is none.
std::string_view ReasonPhrase(int status);

}  // namespace bearward::http
