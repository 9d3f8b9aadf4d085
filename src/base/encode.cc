#include "base/encode.h"

#include <array>
#include <cstdint>

namespace bearward::base {
namespace {

constexpr std::string_view kStandard =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrl =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kHex = "0123456789abcdef";

using Table = std::array<std::int8_t, 256>;

constexpr Table Invert(std::string_view alphabet) {
  Table table{};
  for (auto& entry : table) entry = -1;
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    table[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::int8_t>(i);
  }
  return table;
}

constexpr Table kStandardValues = Invert(kStandard);
constexpr Table kUrlValues = Invert(kUrl);

std::string Encode64(std::string_view bytes, std::string_view alphabet) {
  std::string text((bytes.size() * 4 + 2) / 3, '\0');
  char* out = text.data();
  std::uint32_t bits = 0;
  int have = 0;
  for (const char byte : bytes) {
    bits = (bits << 8) | static_cast<std::uint8_t>(byte);
    for (have += 8; have >= 6; have -= 6) *out++ = alphabet[(bits >> (have - 6)) & 63];
  }
  if (have > 0) *out = alphabet[(bits << (6 - have)) & 63];
  return text;
}

// ValueOf returns the six bits of a character, or a negative number if it is outside the alphabet.
int ValueOf(char c, const Table& values) { return values[static_cast<std::uint8_t>(c)]; }

std::optional<std::string> Decode64(std::string_view text, const Table& values) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string bytes(text.size() * 3 / 4, '\0');
  char* out = bytes.data();
  int bad = 0;  // negative if any character is outside the alphabet; checked once, at the end
  for (; text.size() >= 4; text.remove_prefix(4)) {
    int bits = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const int value = ValueOf(text[i], values);
      bad |= value;
      bits = (bits << 6) | (value & 63);
    }
    *out++ = static_cast<char>((bits >> 16) & 0xff);
    *out++ = static_cast<char>((bits >> 8) & 0xff);
    *out++ = static_cast<char>(bits & 0xff);
  }
  int bits = 0;
  for (const char c : text) {
    const int value = ValueOf(c, values);
    bad |= value;
    bits = (bits << 6) | (value & 63);
  }
  const int left = text.size() == 3 ? 2 : text.size() == 2 ? 4 : 0;  // surplus bits
  // The surplus bits must be zero, otherwise two texts would decode to the same bytes.
  if (bad < 0 || (bits & ((1 << left) - 1)) != 0) return std::nullopt;
  bits >>= left;
  if (text.size() == 3) *out++ = static_cast<char>((bits >> 8) & 0xff);
  if (!text.empty()) *out = static_cast<char>(bits & 0xff);
  return bytes;
}

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// PlainPrefix returns the number of leading characters that never need decoding.
std::size_t PlainPrefix(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() && text[length] != '%' && text[length] != '+' &&
         text[length] != '\0') {
    ++length;
  }
  return length;
}

bool IsUnreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

}  // namespace

std::string Base64UrlEncode(std::string_view bytes) { return Encode64(bytes, kUrl); }

std::optional<std::string> Base64UrlDecode(std::string_view text) {
  return Decode64(text, kUrlValues);
}

std::string Base64Encode(std::string_view bytes) {
  std::string text = Encode64(bytes, kStandard);
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

std::optional<std::string> Base64Decode(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  return Decode64(text, kStandardValues);
}

std::string HexEncode(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char byte : bytes) {
    const auto value = static_cast<std::uint8_t>(byte);
    text.push_back(kHex[value >> 4]);
    text.push_back(kHex[value & 15]);
  }
  return text;
}

std::optional<std::string> HexDecode(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = HexValue(text[i]);
    const int low = HexValue(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes.push_back(static_cast<char>(high * 16 + low));
  }
  return bytes;
}

std::optional<std::string> PercentDecode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t plain = PlainPrefix(text.substr(i));
    out.append(text.substr(i, plain));
    i += plain;
    if (i == text.size()) break;
    if (text[i] == '\0') return std::nullopt;
    if (text[i] == '+') {
      out.push_back(plus_is_space ? ' ' : '+');
    } else {
      const auto byte = i + 2 < text.size() ? HexDecode(text.substr(i + 1, 2)) : std::nullopt;
      if (!byte || byte->front() == '\0') return std::nullopt;
      out.push_back(byte->front());
      i += 2;
    }
  }
  return out;
}

std::string PercentEncode(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (IsUnreserved(c)) {
      out.push_back(c);
    } else {
      const auto value = static_cast<std::uint8_t>(c);
      out.push_back('%');
      out.push_back("0123456789ABCDEF"[value >> 4]);
      out.push_back("0123456789ABCDEF"[value & 15]);
    }
  }
  return out;
}

}  // namespace bearward::base
