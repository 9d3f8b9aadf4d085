// InputBuffer: the bytes a connection has received and not yet used. Internal to http.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

namespace bearward::http {

// InputBuffer is one block of memory with the pending bytes in it. Views into it stay valid until
// MakeRoom or Consume.
class InputBuffer {
 public:
  // kInitialSize is what an idle connection costs.
  static constexpr std::size_t kInitialSize = 4096;

  // bytes gives what is pending.
  std::string_view bytes() const { return {data_.get() + begin_, end_ - begin_}; }
  // mutable_bytes gives the same for decoding in place.
  std::span<char> mutable_bytes() { return {data_.get() + begin_, end_ - begin_}; }
  // space gives the free bytes after the pending ones.
  std::span<char> space() { return {data_.get() + end_, capacity_ - end_}; }
  // Commit adds `count` bytes that were written to space().
  void Commit(std::size_t count) { end_ += count; }

  // Consume drops `count` bytes at the front.
  void Consume(std::size_t count) {
    begin_ += count;
    if (begin_ == end_) begin_ = end_ = 0;
  }

  // Cut removes `count` bytes at offset `at`; what follows moves down.
  void Cut(std::size_t at, std::size_t count) {
    char* hole = data_.get() + begin_ + at;
    std::memmove(hole, hole + count, end_ - begin_ - at - count);
    end_ -= count;
  }

  // MakeRoom sees to it that space() is not empty: by moving the pending bytes to the front, or by
  // doubling the block.
  void MakeRoom() {
    if (end_ < capacity_) return;
    const std::size_t size = end_ - begin_;
    if (begin_ > 0) {
      std::memmove(data_.get(), data_.get() + begin_, size);
    } else {
      const std::size_t capacity = std::max(kInitialSize, capacity_ * 2);
      auto data = std::make_unique_for_overwrite<char[]>(capacity);
      if (size > 0) std::memcpy(data.get(), data_.get(), size);
      data_ = std::move(data);
      capacity_ = capacity;
    }
    begin_ = 0;
    end_ = size;
  }

  // Shrink gives the memory of a large request back once nothing is pending.
  void Shrink() {
    if (begin_ != end_ || capacity_ <= kInitialSize) return;
    data_.reset();
    capacity_ = begin_ = end_ = 0;
  }

 private:
  std::unique_ptr<char[]> data_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace bearward::http
