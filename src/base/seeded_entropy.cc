#include "base/seeded_entropy.h"

namespace bearward::base {
namespace {

constexpr std::uint64_t kFirstMillis = 1'767'225'600'000;  // 2026-01-01T00:00:00Z

// Mix is the finalizer of SplitMix64: it spreads consecutive inputs over all 64 bits.
std::uint64_t Mix(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15U;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31);
}

void WriteBigEndian(std::uint64_t value, std::span<std::uint8_t> out) {
  for (std::size_t i = out.size(); i > 0; --i) {
    out[i - 1] = static_cast<std::uint8_t>(value);
    value >>= 8;
  }
}

}  // namespace

UlidBytes SeededEntropy::NextId() {
  const std::uint64_t number = ++count_;
  UlidBytes bytes{};
  const std::span<std::uint8_t> all(bytes);
  WriteBigEndian(kFirstMillis + number, all.first(6));
  WriteBigEndian(Mix(seed_ ^ Mix(number)), all.subspan(6, 2));
  WriteBigEndian(Mix(Mix(seed_) ^ number), all.last(8));
  return bytes;
}

}  // namespace bearward::base
