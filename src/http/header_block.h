// HeaderBlock: limits the frames of one HTTP/2 header section. Internal to http.
#pragma once

#include <cstddef>

namespace bearward::http {

// HeaderBlock counts a header section while it arrives. The decoder reports a field only when all
// of it has arrived, so it cannot limit a field that has no end.
class HeaderBlock {
 public:
  // CONTINUATION frames after the HEADERS frame.
  static constexpr unsigned kContinuations = 8;

  // Add counts a frame with a payload of `size` bytes. Returns false if the section has more frames
  // than allowed, or more than `most` bytes.
  bool Add(std::size_t size, std::size_t most) {
    ++frames_;
    bytes_ += size;
    return frames_ <= 1 + kContinuations && bytes_ <= most;
  }

 private:
  unsigned frames_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace bearward::http
