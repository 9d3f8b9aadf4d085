#include "http/writer.h"

#include <array>
#include <charconv>
namespace bearward::http {
namespace {

void AppendNumber(std::size_t number, std::string& out) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void AppendStatusLine(int status, std::string& out) {
  if (status == 200) {
    out += "HTTP/1.1 200 OK\r\n";
    return;
  }
  out += "HTTP/1.1 ";
  AppendNumber(static_cast<std::size_t>(status), out);
  out += ' ';
  out += ReasonPhrase(status);
  out += "\r\n";
}

}  // namespace

void AppendResponse(const Response& response, const ResponseFrame& frame, std::string& out) {
  const bool bodiless = response.status == 204 || response.status == 304;
  AppendStatusLine(response.status, out);
  out += "Date: ";
  out += frame.date;
  out += "\r\n";
  if (!response.content_type.empty()) {
    out.append("Content-Type: ").append(response.content_type).append("\r\n");
  }
  out += response.headers.text();
  if (!bodiless) {
    out += "Content-Length: ";
    AppendNumber(response.body.size(), out);
    out += "\r\n";
  }
  if (!frame.keep_alive) {
    out += "Connection: close\r\n";
  } else if (frame.minor_version == 0) {
    out += "Connection: keep-alive\r\n";
  }
  out += "\r\n";
  if (!bodiless && !frame.head_only) out += response.body;
}

}  // namespace bearward::http
