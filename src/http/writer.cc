#include "http/writer.h"

#include <array>
#include <charconv>

#include "http/syntax.h"

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

bool IsFieldValue(std::string_view value) {
  for (const char c : value) {
    if (!IsFieldByte(c)) return false;
  }
  return true;
}

// A value that came from outside must not be able to write a header of its own: such a line is
// dropped as a whole, because half of it would say something nobody meant.
void AppendLine(std::string_view name, std::string_view value, std::string& out) {
  if (!IsToken(name) || !IsFieldValue(value)) return;
  out += name;
  out += ": ";
  out += value;
  out += "\r\n";
}

}  // namespace

void AppendResponse(const Response& response, const ResponseFrame& frame, std::string& out) {
  const bool bodiless = response.status == 204 || response.status == 304;
  AppendStatusLine(response.status, out);
  out += "Date: ";
  out += frame.date;
  out += "\r\n";
  if (!response.content_type.empty()) AppendLine("Content-Type", response.content_type, out);
  for (const auto& [name, value] : response.headers) AppendLine(name, value, out);
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
