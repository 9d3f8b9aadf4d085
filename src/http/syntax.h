// The character classes of HTTP's grammar (RFC 9110 section 5.6). Internal to http.
#pragma once

#include <string_view>

namespace bearward::http {

// IsTokenByte accepts tchar: what names of headers, methods and parameters are made of.
constexpr bool IsTokenByte(char c) {
  const bool alphanumeric =
      (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return alphanumeric || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

// IsFieldByte accepts what may stand in a header's value: visible characters, space, tab and bytes
// above ASCII.
constexpr bool IsFieldByte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
}

// IsToken accepts a non-empty run of token bytes.
constexpr bool IsToken(std::string_view text) {
  for (const char c : text) {
    if (!IsTokenByte(c)) return false;
  }
  return !text.empty();
}

}  // namespace bearward::http
