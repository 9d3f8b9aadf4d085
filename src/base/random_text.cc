#include "base/random_text.h"

#include <array>
#include <cstdint>

namespace bearward::base {

std::string RandomText(std::string_view alphabet, std::size_t length, Entropy& entropy) {
  // Bytes above the last whole multiple of the alphabet would favour its first characters.
  const std::size_t fair = 256 - 256 % alphabet.size();
  std::string text;
  text.reserve(length);
  std::array<std::uint8_t, 64> bytes{};
  while (text.size() < length) {
    entropy.Fill(bytes);
    for (const std::uint8_t byte : bytes) {
      if (byte < fair && text.size() < length) text += alphabet[byte % alphabet.size()];
    }
  }
  return text;
}

}  // namespace bearward::base
