// SeededEntropy: equal ids in each run with one seed, and random secrets; for tests.
#pragma once

#include <atomic>
#include <cstdint>
#include <span>

#include "base/entropy.h"
#include "base/id.h"

namespace bearward::base {

// SeededEntropy makes the n-th id of all runs with one seed equal. The time in an id is not the
// time of its creation, but n milliseconds after a fixed one. Safe from any thread.
class SeededEntropy final : public Entropy {
 public:
  explicit SeededEntropy(std::uint64_t seed) : seed_(seed) {}
  void Fill(std::span<std::uint8_t> out) override { system_.Fill(out); }
  // NextId returns the bits of the next id, for NewUlid; each is greater than the one before.
  UlidBytes NextId();

  // count returns the number of ids so far; Rewind continues after that number again.
  std::uint64_t count() const { return count_.load(); }
  void Rewind(std::uint64_t count) { count_.store(count); }

 private:
  const std::uint64_t seed_;
  SystemEntropy system_;
  std::atomic<std::uint64_t> count_{0};
};

}  // namespace bearward::base
