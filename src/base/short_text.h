// ShortText: a text of bounded length that is stored inside the object, so that copying it is cheap
// and does not allocate.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace bearward::base {

// ShortText holds at most `kMost` bytes. A longer text ends the process, because a truncated text
// could be equal to a different text.
template <std::size_t kMost>
class ShortText {
 public:
  ShortText() = default;
  // ShortText copies the text.
  explicit ShortText(std::string_view text) : size_(static_cast<std::uint8_t>(text.size())) {
    static_assert(kMost < 256);
    if (text.size() > kMost) std::abort();
    std::ranges::copy(text, text_.begin());
  }

  // view returns the text; it is valid while this object exists at the same address.
  std::string_view view() const { return {text_.data(), size_}; }
  bool empty() const { return size_ == 0; }
  bool operator==(const ShortText& other) const { return view() == other.view(); }

 private:
  std::array<char, kMost> text_{};
  std::uint8_t size_ = 0;
};

}  // namespace bearward::base
