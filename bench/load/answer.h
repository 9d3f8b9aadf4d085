// Answer: incremental parsing of one HTTP/1.1 response.
#pragma once

#include <charconv>
#include <cstddef>
#include <string_view>

namespace bearward::load {

// Answer describes the response at the start of a buffer. `size` is zero until it is complete.
struct Answer {
  std::size_t size = 0;
  int status = 0;
  std::string_view body;
};

// EqualsLower compares without case; `lower` is in lower case.
inline bool EqualsLower(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c) != lower[i]) return false;
  }
  return true;
}

// HeaderOf finds the value of a header in the lines of a head; `name` is in lower case.
inline std::string_view HeaderOf(std::string_view head, std::string_view name) {
  for (std::size_t line = head.find("\r\n"); line != std::string_view::npos;) {
    line += 2;
    const std::size_t end = head.find("\r\n", line);
    const std::string_view text = head.substr(line, end - line);
    if (text.size() > name.size() && text[name.size()] == ':' &&
        EqualsLower(text.substr(0, name.size()), name)) {
      std::string_view value = text.substr(name.size() + 1);
      while (value.starts_with(' ')) value.remove_prefix(1);
      return value;
    }
    line = end;
  }
  return {};
}

// ReadAnswer reads the bytes that arrived since the request. It relies on the measured server: one
// response for each request, with a length or with chunks without trailers.
inline Answer ReadAnswer(std::string_view bytes) {
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos || end < 12) return {};
  const std::string_view head = bytes.substr(0, end);
  const std::size_t begin = end + 4;
  Answer answer;
  std::from_chars(head.data() + 9, head.data() + 12, answer.status);
  const std::string_view length = HeaderOf(head, "content-length");
  if (!length.empty()) {
    std::size_t size = 0;
    std::from_chars(length.data(), length.data() + length.size(), size);
    if (bytes.size() < begin + size) return {};
    answer.size = begin + size;
    answer.body = bytes.substr(begin, size);
  } else if (HeaderOf(head, "transfer-encoding").empty()) {
    answer.size = begin;
  } else if (bytes.ends_with("0\r\n\r\n")) {
    answer.size = bytes.size();
    answer.body = bytes.substr(begin);
  }
  return answer;
}

}  // namespace bearward::load
