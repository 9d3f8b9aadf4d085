// BlockPool: the read blocks of one loop. Internal to http.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace bearward::http {

// BlockPool lends blocks of kBlockSize bytes to connections that have input. An idle connection
// holds no block. The block returned last is lent first, because it is likely still in the
// processor's caches. Must be used on the loop's thread only.
class BlockPool {
 public:
  static constexpr std::size_t kBlockSize = 4096;

  // Take returns a free block, or allocates one if none is free.
  std::unique_ptr<char[]> Take() {
    if (free_.empty()) return std::make_unique_for_overwrite<char[]>(kBlockSize);
    std::unique_ptr<char[]> block = std::move(free_.back());
    free_.pop_back();
    return block;
  }
  // Return puts a block back into the pool, or frees it if the pool is full.
  void Return(std::unique_ptr<char[]> block) {
    if (free_.size() < kKept) free_.push_back(std::move(block));
  }

 private:
  // Twice the number of connections that one iteration of a loop reads (poller.h).
  static constexpr std::size_t kKept = 32;
  std::vector<std::unique_ptr<char[]>> free_;
};

}  // namespace bearward::http
