#include "base/id.h"

#include <array>
#include <cstdint>

#include "base/ascii.h"
#include "base/encode.h"
#include "base/seeded_entropy.h"

namespace bearward::base {
namespace {

constexpr std::string_view kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

// UlidGroup is a part of a ULID that fits into a word: the time, and two halves of the random part.
struct UlidGroup {
  std::size_t text;  // first character and length, in characters of five bits
  std::size_t chars;
  std::size_t place;  // first byte; and length in bytes
  std::size_t bytes;
};
constexpr std::array<UlidGroup, 3> kUlidGroups = {{{0, 10, 0, 6}, {10, 8, 6, 5}, {18, 8, 11, 5}}};

constexpr std::array<std::uint8_t, 256> CrockfordValues() {
  std::array<std::uint8_t, 256> values{};
  for (std::size_t i = 0; i < kCrockford.size(); ++i) {
    values[static_cast<std::uint8_t>(kCrockford[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}

// WriteCrockford encodes five bytes as eight characters. It runs for each credential read from the
// cache, so it works on all characters at once: the groups of five bits are first spread over the
// bytes of a word and then mapped to letters. The alphabet omits I, L, O and U.
void WriteCrockford(const std::uint8_t* bytes, char* text) {
  std::uint64_t word = 0;
#pragma GCC unroll 5
  for (std::size_t i = 0; i < 5; ++i) word = (word << 8) | bytes[i];
  word = ((word & 0xfffff00000U) << 12) | (word & 0xfffffU);
  word = ((word & 0x000ffc00000ffc00U) << 6) | (word & 0x000003ff000003ffU);
  word = ((word & 0x03e003e003e003e0U) << 3) | (word & 0x001f001f001f001fU);
  // above(n) has the value 1 in each byte greater than n; this requires bytes of at most 31.
  const auto above = [word](std::uint64_t n) {
    constexpr std::uint64_t kOnes = 0x0101010101010101U;
    return ((word + kOnes * (0x7f - n)) >> 7) & kOnes;
  };
  word += 0x3030303030303030U + above(9) * 7 + above(17) + above(19) + above(21) + above(26);
#pragma GCC unroll 8
  for (std::size_t i = 0; i < 8; ++i) text[i] = static_cast<char>(word >> (56 - 8 * i));
}

bool IsHexDigit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

bool IsHyphenPlace(std::size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

}  // namespace

std::string NewUlid(Time now, Entropy& entropy) {
  if (auto* seeded = dynamic_cast<SeededEntropy*>(&entropy)) {
    const auto text = UnpackUlid(seeded->NextId());
    return {text.begin(), text.end()};
  }
  std::array<std::uint8_t, 10> random{};
  entropy.Fill(random);
  std::string text(kUlidLength, '0');
  auto millis = static_cast<std::uint64_t>(ToMillis(now));
  for (int i = 9; i >= 0; --i, millis >>= 5)
    text[static_cast<std::size_t>(i)] = kCrockford[millis & 31];
  std::uint32_t bits = 0;
  int have = 0;
  std::size_t place = 10;
  for (const std::uint8_t byte : random) {
    bits = (bits << 8) | byte;
    for (have += 8; have >= 5; have -= 5) text[place++] = kCrockford[(bits >> (have - 5)) & 31];
  }
  return text;
}

bool IsUlid(std::string_view text) {
  if (text.size() != kUlidLength || text.front() > '7') return false;
  return text.find_first_not_of(kCrockford) == std::string_view::npos;
}

std::optional<UlidBytes> PackUlid(std::string_view text) {
  static constexpr std::array<std::uint8_t, 256> kValues = CrockfordValues();
  if (!IsUlid(text)) return std::nullopt;
  UlidBytes bytes;
  for (const UlidGroup& group : kUlidGroups) {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < group.chars; ++i) {
      word = (word << 5) | kValues[static_cast<std::uint8_t>(text[group.text + i])];
    }
    for (std::size_t i = group.bytes; i-- > 0; word >>= 8) {
      bytes[group.place + i] = static_cast<std::uint8_t>(word);
    }
  }
  return bytes;
}

std::array<char, kUlidLength> UnpackUlid(const UlidBytes& bytes) {
  std::array<char, kUlidLength> text;
  text[0] = kCrockford[bytes[0] >> 5];
  text[1] = kCrockford[bytes[0] & 31];
  WriteCrockford(&bytes[1], &text[2]);
  WriteCrockford(&bytes[6], &text[10]);
  WriteCrockford(&bytes[11], &text[18]);
  return text;
}

std::string NewUuid(Entropy& entropy) {
  std::array<std::uint8_t, 16> random{};
  entropy.Fill(random);
  return UuidFromBytes({reinterpret_cast<const char*>(random.data()), random.size()});
}

std::string UuidFromBytes(std::string_view sixteen_bytes) {
  std::string bytes(sixteen_bytes.substr(0, 16));
  bytes.resize(16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  std::string text = HexEncode(bytes);
  for (const std::size_t place : {8, 13, 18, 23}) text.insert(place, 1, '-');
  return text;
}

std::optional<std::string> CanonicalUuid(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  std::string lower = Lower(text);
  for (std::size_t i = 0; i < lower.size(); ++i) {
    const bool good = IsHyphenPlace(i) ? lower[i] == '-' : IsHexDigit(lower[i]);
    if (!good) return std::nullopt;
  }
  return lower;
}

}  // namespace bearward::base
