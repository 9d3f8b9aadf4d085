// Arena: memory of one document or one execution, released at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory_resource>
#include <new>
#include <string_view>
#include <type_traits>
#include <vector>

namespace bearward::graphql {

// Slice is a view of an array that an Arena owns. Unlike std::span it may be a member of a type
// that contains slices of itself.
template <class T>
struct Slice {
  const T* data = nullptr;
  std::uint32_t size = 0;

  const T* begin() const { return data; }
  const T* end() const { return data + size; }
  bool empty() const { return size == 0; }
  const T& operator[](std::size_t i) const { return data[i]; }
  const T& front() const { return data[0]; }
};

// Arena allocates objects that need no destructor. All are valid until the arena is destroyed. Not
// safe for concurrent use.
class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  // New copies `value` into the arena.
  template <class T>
  T* New(const T& value) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (memory_.allocate(sizeof(T), alignof(T))) T(value);
  }
  // Array returns `count` value-initialized elements.
  template <class T>
  T* Array(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    T* made = static_cast<T*>(memory_.allocate(sizeof(T) * count, alignof(T)));
    for (std::size_t i = 0; i < count; ++i) new (made + i) T();
    return made;
  }
  // Take moves the elements of `stack` from index `first` into the arena and removes them there.
  template <class T>
  Slice<T> Take(std::vector<T>& stack, std::size_t first) {
    static_assert(std::is_trivially_destructible_v<T>);
    const std::size_t count = stack.size() - first;
    if (count == 0) return {};
    T* made = static_cast<T*>(memory_.allocate(sizeof(T) * count, alignof(T)));
    for (std::size_t i = 0; i < count; ++i) new (made + i) T(stack[first + i]);
    stack.resize(first);
    return {made, static_cast<std::uint32_t>(count)};
  }
  // Text copies `text` into the arena.
  std::string_view Text(std::string_view text) {
    if (text.empty()) return {};
    char* made = static_cast<char*>(memory_.allocate(text.size(), 1));
    std::memcpy(made, text.data(), text.size());
    return {made, text.size()};
  }

 private:
  std::pmr::monotonic_buffer_resource memory_{4096};
};

}  // namespace bearward::graphql
