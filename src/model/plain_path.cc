#include "model/plain_path.h"

#include <array>
#include <cstddef>
#include <optional>

namespace bearward::model {
namespace {

std::optional<unsigned> HexDigit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;
  return std::nullopt;
}

// EscapedAt gives the byte that a whole escape at the front of the text stands for.
std::optional<unsigned> EscapedAt(std::string_view text) {
  if (text.size() < 3) return std::nullopt;
  const auto high = HexDigit(text[1]);
  const auto low = HexDigit(text[2]);
  if (!high || !low) return std::nullopt;
  return *high * 16 + *low;
}

bool IsPlainEscape(std::string_view text) {
  const auto byte = EscapedAt(text);
  if (!byte || *byte < 0x20 || *byte == 0x7f) return false;
  if (std::string_view("./\\;").contains(static_cast<char>(*byte))) return false;
  // Whoever decodes twice would find an escape here that nobody else has seen.
  const bool nested = *byte == '%' && text.size() >= 5 && HexDigit(text[3]) && HexDigit(text[4]);
  return !nested;
}

constexpr std::array<bool, 256> kPlainBytes = [] {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x21; c < 0x7f; ++c) plain[c] = true;
  for (const char c : std::string_view("\\;#?%/")) plain[static_cast<unsigned char>(c)] = false;
  return plain;
}();

bool IsDots(std::string_view segment) { return segment == "." || segment == ".."; }

}  // namespace

bool IsPlainPath(std::string_view path) {
  if (!path.starts_with('/')) return false;
  std::size_t segment = 1;
  for (std::size_t i = 1; i < path.size(); ++i) {
    const char c = path[i];
    if (kPlainBytes[static_cast<unsigned char>(c)]) continue;
    if (c == '/') {
      if (i == segment || IsDots(path.substr(segment, i - segment))) return false;
      segment = i + 1;
    } else if (c != '%' || !IsPlainEscape(path.substr(i))) {
      return false;
    }
  }
  return !IsDots(path.substr(segment));
}

bool IsUnderPrefix(std::string_view path, std::string_view prefix) {
  if (!path.starts_with(prefix)) return false;
  return path.size() == prefix.size() || prefix.ends_with('/') || path[prefix.size()] == '/';
}

}  // namespace bearward::model
