// FakeEntropy: pseudo-random bytes that are equal in every run.
#pragma once

#include <atomic>
#include <cstdint>
#include <span>

#include "base/entropy.h"

namespace bearward::testing {

// FakeEntropy is splitmix64 over a counter: no two draws of one object are equal. Safe from any
// thread; with several threads, the order of the draws depends on the scheduler.
class FakeEntropy final : public base::Entropy {
 public:
  explicit FakeEntropy(std::uint64_t seed = 1) : counter_(seed << 32) {}

  void Fill(std::span<std::uint8_t> out) override {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (i % 8 == 0) word = Mix(counter_.fetch_add(1) + 1);
      out[i] = static_cast<std::uint8_t>(word >> (8 * (i % 8)));
    }
  }

 private:
  static std::uint64_t Mix(std::uint64_t counter) {
    std::uint64_t z = counter * 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }
  std::atomic<std::uint64_t> counter_;
};

}  // namespace bearward::testing
