// InputBuffer: the bytes that a connection has received and not yet consumed. Internal to http.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

#include "http/admission.h"
#include "http/block_pool.h"

namespace bearward::http {

// InputBuffer is one block of memory with the pending bytes in it. Views into it are valid until
// the next MakeRoom or Consume. Memory beyond one block of the pool is charged to the connection's
// Place. Only the destructor may run on a thread other than the loop's.
class InputBuffer {
 public:
  // Both must outlive the buffer, except that the destructor may run after the pool is destroyed.
  InputBuffer(BlockPool& pool, Place& place) : pool_(pool), place_(place) {}

  // bytes returns the pending bytes.
  std::string_view bytes() const { return {data_.get() + begin_, end_ - begin_}; }
  // mutable_bytes returns the pending bytes for decoding in place.
  std::span<char> mutable_bytes() { return {data_.get() + begin_, end_ - begin_}; }
  // space returns the free bytes after the pending ones.
  std::span<char> space() { return {data_.get() + end_, capacity_ - end_}; }
  // Commit adds `count` bytes that were written to space().
  void Commit(std::size_t count) { end_ += count; }

  // Consume drops `count` bytes at the front.
  void Consume(std::size_t count) {
    begin_ += count;
    if (begin_ == end_) begin_ = end_ = 0;
  }

  // Cut removes `count` bytes at offset `at`; the bytes after them move down.
  void Cut(std::size_t at, std::size_t count) {
    char* hole = data_.get() + begin_ + at;
    std::memmove(hole, hole + count, end_ - begin_ - at - count);
    end_ -= count;
  }

  // MakeRoom makes space() non-empty: it borrows a block, moves the pending bytes to the front, or
  // allocates a larger block of about `most` bytes at most. Returns false, and changes nothing, if
  // the Place may not use that much memory.
  bool MakeRoom(std::size_t most) {
    if (end_ < capacity_) return true;
    if (capacity_ == 0) {
      data_ = pool_.Take();
      capacity_ = BlockPool::kBlockSize;
      return true;
    }
    if (begin_ == 0) return Grow(most);
    std::memmove(data_.get(), data_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    return true;
  }

  // Rest returns the memory if no bytes are pending.
  void Rest() {
    if (begin_ != end_ || capacity_ == 0) return;
    if (capacity_ == BlockPool::kBlockSize) {
      pool_.Return(std::move(data_));
    } else {
      data_.reset();
      place_.Hold(0);
    }
    capacity_ = begin_ = end_ = 0;
  }

 private:
  bool Grow(std::size_t most) {
    constexpr std::size_t kBlock = BlockPool::kBlockSize;
    const std::size_t wanted = (most + kBlock - 1) / kBlock * kBlock;
    const std::size_t capacity = std::max(std::min(capacity_ * 2, wanted), capacity_ + kBlock);
    if (!place_.Hold(capacity)) return false;
    auto data = std::make_unique_for_overwrite<char[]>(capacity);
    std::memcpy(data.get(), data_.get(), end_);
    if (capacity_ == kBlock) pool_.Return(std::move(data_));
    data_ = std::move(data);
    capacity_ = capacity;
    return true;
  }

  BlockPool& pool_;
  Place& place_;
  std::unique_ptr<char[]> data_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace bearward::http
