#include "gateway/header_text.h"

#include <cstddef>

namespace bearward::gateway {
namespace {

// Spaces at either end are no part of a header's value (RFC 9110 section 5.5).
bool Stands(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte == ' ') return at > 0 && at + 1 < text.size();
  return byte > 0x20 && byte < 0x7f && byte != '%';
}

}  // namespace

bool IsHeaderText(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!Stands(text, i)) return false;
  }
  return true;
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
