// The character classes of HTTP's grammar (RFC 9110 section 5.6). Internal to http.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace bearward::http {

// ByteClass is a set of bytes, as a table: asked for each byte of a header.
using ByteClass = std::array<bool, 256>;

// kTokenBytes holds tchar: what names of headers, methods and parameters are made of.
inline constexpr ByteClass kTokenBytes = [] {
  ByteClass bytes{};
  for (const char c : std::string_view("!#$%&'*+-.^_`|~0123456789")) {
    bytes[static_cast<unsigned char>(c)] = true;
  }
  for (unsigned char c = 'a'; c <= 'z'; ++c) bytes[c] = bytes[c - 'a' + 'A'] = true;
  return bytes;
}();

// kFieldBytes holds what may stand in a header's value: visible characters, space, tab and bytes
// above ASCII.
inline constexpr ByteClass kFieldBytes = [] {
  ByteClass bytes{};
  for (unsigned c = 0x20; c < 256; ++c) bytes[c] = c != 0x7f;
  bytes['\t'] = true;
  return bytes;
}();

// AllIn says whether a text is made of bytes of the class only; the empty one is.
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

// HoldsOnlyVisible says of eight bytes that none is a control byte or DEL: all may stand in a
// value.
inline bool HoldsOnlyVisible(const char* eight) {
  constexpr std::uint64_t kOnes = 0x0101010101010101U;
  constexpr std::uint64_t kHighs = 0x8080808080808080U;
  std::uint64_t word = 0;
  std::memcpy(&word, eight, sizeof word);
  const std::uint64_t control = (word - kOnes * 0x20) & ~word;
  const std::uint64_t is_delete = word ^ (kOnes * 0x7f);
  return ((control | ((is_delete - kOnes) & ~is_delete)) & kHighs) == 0;
}

// IsFieldValue accepts any run of field bytes. Values are long and most of them plain, so it looks
// at eight bytes at a time as long as those are.
inline bool IsFieldValue(std::string_view text) {
  while (text.size() >= 8 && HoldsOnlyVisible(text.data())) text.remove_prefix(8);
  return AllIn(kFieldBytes, text);
}

}  // namespace bearward::http
