// BlockPool: the read blocks of one loop. Internal to http.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace bearward::http {

// BlockPool lends blocks of kBlockSize bytes to connections that have input. An idle connection
// holds none, and the block that was returned last is lent first, while it is in the processor's
// caches. For the loop's thread only.
class BlockPool {
 public:
  static constexpr std::size_t kBlockSize = 4096;

  // Take lends a block; it is allocated if none is free.
  std::unique_ptr<char[]> Take() {
    if (free_.empty()) return std::make_unique_for_overwrite<char[]>(kBlockSize);
    std::unique_ptr<char[]> block = std::move(free_.back());
    free_.pop_back();
    return block;
  }
  // Return takes a block back.
  void Return(std::unique_ptr<char[]> block) {
    if (free_.size() < kKept) free_.push_back(std::move(block));
  }

 private:
  // As many connections as one turn of a loop reads at most (poller.h), twice.
  static constexpr std::size_t kKept = 32;
  std::vector<std::unique_ptr<char[]>> free_;
};

}  // namespace bearward::http
