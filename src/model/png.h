// Png: the check of a logo, which strangers' browsers will show.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bearward::model {

// kLongestPng is the largest logo in bytes, kLargestSide its largest width and height in pixels.
inline constexpr std::size_t kLongestPng = 65536;
inline constexpr std::uint32_t kLargestSide = 1024;

// PngSize is in pixels.
struct PngSize {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
};

// ReadPng returns the size of an image that is exactly one PNG (ISO/IEC 15948): signature, header,
// at least one chunk of image data and the end, each with the right CRC, and nothing behind it. It
// refuses chunks that are not about colours, such as texts and metadata, so a PNG never carries
// another format. The image data is not decoded.
std::optional<PngSize> ReadPng(std::string_view bytes);

// PngOfDataUri returns the bytes of a data URI of a PNG that ReadPng accepts:
// data:image/png;base64, and padded base64.
std::optional<std::string> PngOfDataUri(std::string_view uri);
// DataUriOfPng returns that URI.
std::string DataUriOfPng(std::string_view bytes);

}  // namespace bearward::model
