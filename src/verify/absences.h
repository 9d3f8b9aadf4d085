// Absences: hashes that the store was asked for a moment ago and had no row of. Who repeats a token
// that nobody was given costs one look-up in a while, and no place among the verdicts. Internal to
// verify.
#pragma once

#include <array>
#include <atomic>
#include <boost/unordered/unordered_flat_map.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>

#include "base/digest.h"

namespace bearward::verify {

// Absences is about one table, and safe from any thread. Times are ticks of the clock. It is a fact
// about the store, not about a question: a failure to look up is never noted.
class Absences {
 public:
  // kMemory bounds how long an absence is believed. What this process writes ends it at once; what
  // another one writes ends it as soon as the store has caught up with it.
  static constexpr std::chrono::nanoseconds kMemory = std::chrono::seconds(5);
  static constexpr std::size_t kStripes = 16;
  static constexpr std::size_t kMostInStripe = 512;

  // Mark is taken before looking up, and given to Note.
  std::uint64_t Mark() const { return births_.load(std::memory_order_acquire); }
  // Note remembers that there was no row, unless any came to be since the mark was taken.
  void Note(const base::Digest& hash, std::uint64_t mark, std::int64_t now);
  bool Knows(const base::Digest& hash, std::int64_t now) const;
  // Apply forgets what came to be, everything when it is not known what; connected to
  // Store::OnBirth.
  void Apply(std::span<const base::Digest> born);
  std::size_t size() const;

 private:
  struct alignas(64) Stripe {
    mutable std::mutex mutex;
    boost::unordered_flat_map<base::Digest, std::int64_t, base::DigestHash> until;
  };
  static std::size_t StripeOf(const base::Digest& hash) { return hash.back() % kStripes; }

  std::atomic<std::uint64_t> births_ = 0;
  std::array<Stripe, kStripes> stripes_;
};

}  // namespace bearward::verify
