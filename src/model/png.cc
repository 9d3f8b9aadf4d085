#include "model/png.h"

#include <algorithm>
#include <array>

#include "base/encode.h"

namespace bearward::model {
namespace {

constexpr std::string_view kSignature = "\x89PNG\r\n\x1a\n";
constexpr std::string_view kDataUri = "data:image/png;base64,";
constexpr std::size_t kHeaderLength = 13;

// The chunks between header and end that are allowed, all about pixels and their colours.
constexpr std::array<std::string_view, 10> kAllowed = {"PLTE", "tRNS", "IDAT", "gAMA", "cHRM",
                                                       "sRGB", "iCCP", "sBIT", "bKGD", "pHYs"};

std::uint32_t ReadInt(std::string_view bytes) {
  std::uint32_t value = 0;
  for (const char c : bytes.substr(0, 4)) value = value << 8U | static_cast<std::uint8_t>(c);
  return value;
}

// Crc is that of section 5.5: of the type and the data of a chunk.
std::uint32_t Crc(std::string_view bytes) {
  std::uint32_t crc = 0xffffffffU;
  for (const char c : bytes) {
    crc ^= static_cast<std::uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xedb88320U : 0U);
  }
  return ~crc;
}

struct Chunk {
  std::string_view type;
  std::string_view data;
};

// TakeChunk removes the first chunk of `bytes`.
std::optional<Chunk> TakeChunk(std::string_view& bytes) {
  constexpr std::size_t kAround = 12;  // length, type and CRC
  if (bytes.size() < kAround) return std::nullopt;
  const std::size_t length = ReadInt(bytes);
  if (length > bytes.size() - kAround) return std::nullopt;
  const Chunk chunk{bytes.substr(4, 4), bytes.substr(8, length)};
  if (Crc(bytes.substr(4, 4 + length)) != ReadInt(bytes.substr(8 + length))) return std::nullopt;
  bytes.remove_prefix(kAround + length);
  return chunk;
}

// IsDepth says whether a bit depth is allowed for a colour type (section 11.2.1).
bool IsDepth(int depth, int color_type) {
  switch (color_type) {
    case 0:
      return depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
    case 3:
      return depth == 1 || depth == 2 || depth == 4 || depth == 8;
    case 2:
    case 4:
    case 6:
      return depth == 8 || depth == 16;
    default:
      return false;
  }
}

std::optional<PngSize> ReadHeader(const Chunk& chunk) {
  if (chunk.type != "IHDR" || chunk.data.size() != kHeaderLength) return std::nullopt;
  const PngSize size{ReadInt(chunk.data), ReadInt(chunk.data.substr(4))};
  const auto at = [&](std::size_t index) { return static_cast<int>(chunk.data[index]); };
  const bool sized = size.width >= 1 && size.width <= kLargestSide && size.height >= 1 &&
                     size.height <= kLargestSide;
  const bool known =
      IsDepth(at(8), at(9)) && at(10) == 0 && at(11) == 0 && at(12) >= 0 && at(12) <= 1;
  return sized && known ? std::optional(size) : std::nullopt;
}

}  // namespace

std::optional<PngSize> ReadPng(std::string_view bytes) {
  if (bytes.size() > kLongestPng || !bytes.starts_with(kSignature)) return std::nullopt;
  bytes.remove_prefix(kSignature.size());
  const auto header = TakeChunk(bytes);
  const auto size = header ? ReadHeader(*header) : std::nullopt;
  if (!size) return std::nullopt;
  bool has_data = false;
  while (const auto chunk = TakeChunk(bytes)) {
    if (chunk->type == "IEND") {
      const bool ends = has_data && chunk->data.empty() && bytes.empty();
      return ends ? size : std::nullopt;
    }
    if (std::ranges::find(kAllowed, chunk->type) == kAllowed.end()) return std::nullopt;
    has_data = has_data || chunk->type == "IDAT";
  }
  return std::nullopt;
}

std::optional<std::string> PngOfDataUri(std::string_view uri) {
  if (!uri.starts_with(kDataUri) || uri.size() > kDataUri.size() + 2 * kLongestPng) {
    return std::nullopt;
  }
  auto bytes = base::Base64Decode(uri.substr(kDataUri.size()));
  return bytes && ReadPng(*bytes) ? bytes : std::nullopt;
}

std::string DataUriOfPng(std::string_view bytes) {
  return std::string(kDataUri) + base::Base64Encode(bytes);
}

}  // namespace bearward::model
