#include "http/writer.h"

#include <charconv>

#include "http/put.h"

namespace bearward::http {
namespace {

// Upper bound in bytes of the lines written here, without the values of variable length.
constexpr std::size_t kOwnLines = 160;

char* PutNumber(char* at, std::size_t number) {
  constexpr std::size_t kMostDigits = 20;
  return std::to_chars(at, at + kMostDigits, number).ptr;
}

char* PutStatusLine(char* at, int status, std::string_view phrase) {
  if (status == 200) return Put(at, "HTTP/1.1 200 OK\r\n");
  at = PutNumber(Put(at, "HTTP/1.1 "), static_cast<std::size_t>(status));
  return Put(Put(Put(at, " "), phrase), "\r\n");
}

inline char* PutLine(char* at, std::string_view name, std::string_view value) {
  return Put(Put(Put(at, name), value), "\r\n");
}

// PutHead writes everything up to and including the empty line.
inline char* PutHead(char* at, const Response& response, const ResponseFrame& frame,
                     std::string_view phrase, bool bodiless) {
  at = PutStatusLine(at, response.status, phrase);
  at = PutLine(at, "Date: ", frame.date);
  if (!response.content_type.empty()) at = PutLine(at, "Content-Type: ", response.content_type);
  at = Put(at, response.headers.text());
  if (!bodiless) at = Put(PutNumber(Put(at, "Content-Length: "), response.body.size()), "\r\n");
  if (!frame.keep_alive) {
    at = Put(at, "Connection: close\r\n");
  } else if (frame.minor_version == 0) {
    at = Put(at, "Connection: keep-alive\r\n");
  }
  return Put(at, "\r\n");
}

}  // namespace

void AppendResponse(const Response& response, const ResponseFrame& frame, std::string& out) {
  const bool bodiless = response.status == 204 || response.status == 304;
  const std::string_view body =
      bodiless || frame.head_only ? std::string_view() : std::string_view(response.body);
  const std::string_view phrase =
      response.status == 200 ? std::string_view() : ReasonPhrase(response.status);
  const std::size_t begin = out.size();
  const std::size_t most = kOwnLines + phrase.size() + frame.date.size() +
                           response.content_type.size() + response.headers.text().size() +
                           body.size();
  out.resize_and_overwrite(begin + most, [&](char* text, std::size_t) {
    char* const end = Put(PutHead(text + begin, response, frame, phrase, bodiless), body);
    return static_cast<std::size_t>(end - text);
  });
}

}  // namespace bearward::http
