// InlineText: a text that is stored inside the object while it is short, so that reading it needs
// no further memory access.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

namespace bearward::base {

// ReadsAsText is a type from which a Self can be constructed and with which it can be compared,
// except Self itself.
template <class Text, class Self>
concept ReadsAsText =
    std::convertible_to<const Text&, std::string_view> && !std::same_as<Text, Self>;

// InlineText has a size of kSize bytes. It stores a text of up to kSize - 1 bytes inside the
// object, a longer one in an allocated block that it owns.
template <std::size_t kSize>
class InlineText {
 public:
  InlineText() = default;
  // InlineText copies the text.
  template <ReadsAsText<InlineText> Text>
  InlineText(const Text& text) {  // NOLINT(google-explicit-constructor): as std::string does
    Copy(text);
  }
  InlineText(const InlineText& other) { Copy(other.view()); }
  InlineText(InlineText&& other) noexcept { Swap(other); }
  InlineText& operator=(InlineText other) noexcept {
    Swap(other);
    return *this;
  }
  ~InlineText() {
    if (is_apart()) delete[] Apart().data();
  }

  // view returns the text; it is valid while this object exists at the same address.
  std::string_view view() const { return is_apart() ? Apart() : std::string_view(bytes_, size_); }
  // NOLINTNEXTLINE(google-explicit-constructor): reads like a std::string at no cost
  operator std::string_view() const { return view(); }
  bool empty() const { return size_ == 0; }
  // bytes_apart returns the size in bytes of the allocated block; 0 if there is none.
  std::size_t bytes_apart() const { return is_apart() ? Apart().size() : 0; }

  friend bool operator==(const InlineText& one, const InlineText& other) {
    return one.view() == other.view();
  }
  template <ReadsAsText<InlineText> Text>
  friend bool operator==(const InlineText& one, const Text& other) {
    return one.view() == std::string_view(other);
  }

 private:
  static constexpr std::uint8_t kApart = 0xff;
  static_assert(kSize > sizeof(std::string_view) && kSize <= kApart);

  bool is_apart() const { return size_ == kApart; }
  // Apart reads the view of the allocated text, which is stored in bytes_ instead of the text.
  std::string_view Apart() const {
    std::string_view text;
    std::memcpy(&text, bytes_, sizeof(std::string_view));
    return text;
  }
  void Copy(std::string_view text) {
    char* place = bytes_;
    size_ = static_cast<std::uint8_t>(text.size());
    if (text.size() > sizeof bytes_) {
      place = new char[text.size()];
      const std::string_view apart(place, text.size());
      std::memcpy(bytes_, &apart, sizeof(std::string_view));
      size_ = kApart;
    }
    if (!text.empty()) std::memcpy(place, text.data(), text.size());
  }
  void Swap(InlineText& other) noexcept {
    std::swap(bytes_, other.bytes_);
    std::swap(size_, other.size_);
  }

  char bytes_[kSize - 1] = {};
  std::uint8_t size_ = 0;
};

}  // namespace bearward::base
