// The character classes of the HTTP grammar (RFC 9110 section 5.6). Internal to http.
#pragma once

#include <array>
#include <string_view>

#include "http/byte_run.h"

namespace bearward::http {

// ByteClass is a set of bytes as a lookup table, because it is used for each byte of a header.
using ByteClass = std::array<bool, 256>;

// kTokenBytes contains tchar: the characters of header names, methods and parameter names.
inline constexpr ByteClass kTokenBytes = [] {
  ByteClass bytes{};
  for (const char c : std::string_view("!#$%&'*+-.^_`|~0123456789")) {
    bytes[static_cast<unsigned char>(c)] = true;
  }
  for (unsigned char c = 'a'; c <= 'z'; ++c) bytes[c] = bytes[c - 'a' + 'A'] = true;
  return bytes;
}();

// kFieldBytes contains the bytes allowed in a header's value: visible characters, space, tab and
// bytes above ASCII.
inline constexpr ByteClass kFieldBytes = [] {
  ByteClass bytes{};
  for (unsigned c = 0x20; c < 256; ++c) bytes[c] = c != 0x7f;
  bytes['\t'] = true;
  return bytes;
}();

// AllIn returns whether all bytes of a text belong to the class; true for the empty text.
constexpr bool AllIn(const ByteClass& bytes, std::string_view text) {
  for (const char c : text) {
    if (!bytes[static_cast<unsigned char>(c)]) return false;
  }
  return true;
}

// IsTokenByte accepts one tchar, IsFieldByte one byte of a header's value.
constexpr bool IsTokenByte(char c) { return kTokenBytes[static_cast<unsigned char>(c)]; }
constexpr bool IsFieldByte(char c) { return kFieldBytes[static_cast<unsigned char>(c)]; }
// IsToken accepts a non-empty run of token bytes.
constexpr bool IsToken(std::string_view text) { return !text.empty() && AllIn(kTokenBytes, text); }

// SkipToken returns the end of the run of token bytes that begins at `at`. It is optimized for
// letters and '-', of which most names consist.
inline const char* SkipToken(const char* at, const char* end) {
  const auto stops = [](Bytes16 bytes) {
    return ~(base::InRange(bytes | 0x20, 'a', 'z') | (bytes == '-'));
  };
  return SkipWhile(at, end, stops, IsTokenByte);
}

// AreControls marks which of sixteen bytes are control bytes, including DEL. Tab counts as one.
inline auto AreControls(Bytes16 bytes) { return (bytes < 0x20) | (bytes == 0x7f); }

// SkipFieldBytes returns the end of the run of field bytes that begins at `at`.
inline const char* SkipFieldBytes(const char* at, const char* end) {
  return SkipWhile(at, end, AreControls, IsFieldByte);
}

// IsFieldValue accepts any run of field bytes, including the empty one.
inline bool IsFieldValue(std::string_view text) {
  return base::AllBytes(text, [](Bytes16 bytes) { return ~AreControls(bytes) | (bytes == '\t'); });
}

}  // namespace bearward::http
