#include "gateway/header_text.h"

#include <array>
#include <cstddef>

#include "base/byte_scan.h"

namespace bearward::gateway {
namespace {

// The bytes that are never escaped: visible ASCII except '%'.
constexpr std::array<bool, 256> kVisible = [] {
  std::array<bool, 256> visible{};
  for (std::size_t c = 0x21; c < 0x7f; ++c) visible[c] = c != '%';
  return visible;
}();

// Leading and trailing spaces are not part of a header value (RFC 9110 section 5.5).
bool Stands(std::string_view text, std::size_t at) {
  if (kVisible[static_cast<unsigned char>(text[at])]) return true;
  return text[at] == ' ' && at > 0 && at + 1 < text.size();
}

}  // namespace

bool IsHeaderText(std::string_view text) {
  if (text.starts_with(' ') || text.ends_with(' ')) return false;
  return base::AllBytes(
      text, [](base::Bytes16 bytes) { return base::InRange(bytes, ' ', 0x7e) & (bytes != '%'); });
}

std::string HeaderText(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (Stands(text, i)) {
      out += text[i];
    } else {
      out += {'%', kDigits[byte >> 4], kDigits[byte & 0xf]};
    }
  }
  return out;
}

}  // namespace bearward::gateway
