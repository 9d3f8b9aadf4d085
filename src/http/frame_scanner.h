// FrameScanner: finds the frames in the input of an HTTP/2 connection. Internal to http.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bearward::http {

// FrameScanner reads the headers of frames (RFC 9113 section 4.1) after the client's preface.
// nghttp2 reports the start of a frame only if it does not ignore the frame.
class FrameScanner {
 public:
  struct Header {
    std::size_t size = 0;  // of the payload, in bytes
    std::uint8_t type = 0;
    std::int32_t stream = 0;
  };

  // Next returns the size of the first part of `bytes`, which is not empty, that belongs to one
  // frame. Calls `on_header` if the header of that frame ends in that part.
  template <class OnHeader>
  std::size_t Next(std::string_view bytes, OnHeader on_header) {
    if (left_ > 0) return Skip(bytes.size());
    const std::size_t size = std::min(bytes.size(), kHeaderSize - known_);
    std::copy_n(bytes.begin(), size, header_.begin() + static_cast<std::ptrdiff_t>(known_));
    known_ += size;
    if (known_ < kHeaderSize) return size;
    known_ = 0;
    const Header header = Parse();
    left_ = header.size;
    on_header(header);
    return size + Skip(bytes.size() - size);
  }

 private:
  static constexpr std::size_t kPrefaceSize = 24;
  static constexpr std::size_t kHeaderSize = 9;

  std::size_t Skip(std::size_t most) {
    const std::size_t size = std::min(most, left_);
    left_ -= size;
    return size;
  }
  std::uint32_t At(std::size_t i) const { return static_cast<unsigned char>(header_.at(i)); }
  Header Parse() const {
    const std::uint32_t stream = (At(5) & 0x7f) << 24 | At(6) << 16 | At(7) << 8 | At(8);
    return {At(0) << 16 | At(1) << 8 | At(2), static_cast<std::uint8_t>(At(3)),
            static_cast<std::int32_t>(stream)};
  }

  std::array<char, kHeaderSize> header_{};
  std::size_t known_ = 0;            // bytes of header_
  std::size_t left_ = kPrefaceSize;  // bytes of the preface or of the payload to come
};

}  // namespace bearward::http
