#include "base/entropy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <thread>
#include <vector>

namespace bearward::base {
namespace {

using Draw = std::array<std::uint8_t, 16>;

std::vector<Draw> Draws(int count) {
  SystemEntropy entropy;
  std::vector<Draw> draws(static_cast<std::size_t>(count));
  for (Draw& draw : draws) entropy.Fill(draw);
  return draws;
}

TEST(SystemEntropy, NoDrawComesTwice) {
  const std::vector<Draw> draws = Draws(10'000);
  EXPECT_EQ(std::set(draws.begin(), draws.end()).size(), draws.size());
}

TEST(SystemEntropy, EveryByteOfADrawIsFilled) {
  SystemEntropy entropy;
  for (std::size_t size = 1; size < 200; ++size) {
    std::vector<std::uint8_t> seen(size, 0);
    for (int i = 0; i < 8; ++i) {
      std::vector<std::uint8_t> draw(size, 0);
      entropy.Fill(draw);
      for (std::size_t at = 0; at < size; ++at) seen[at] |= draw[at];
    }
    // Eight zero bytes in one place are as likely as one in 2^64.
    EXPECT_EQ(std::ranges::count(seen, 0), 0) << size;
  }
}

TEST(SystemEntropyConcurrency, ThreadsShareNoBytes) {
  std::vector<Draw> one;
  std::vector<Draw> other;
  std::thread first([&] { one = Draws(2'000); });
  std::thread second([&] { other = Draws(2'000); });
  first.join();
  second.join();
  std::set all(one.begin(), one.end());
  all.insert(other.begin(), other.end());
  EXPECT_EQ(all.size(), one.size() + other.size());
}

}  // namespace
}  // namespace bearward::base
