// NegativeCache: recently rejected credentials and the reason. Answers repeats for up to 5 s
// without a store lookup, and takes no space in the verdict cache. Internal to verify.
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>

#include "base/digest.h"
#include "verify/refusal.h"

namespace bearward::verify {

// NegativeCache is safe from any thread. Times are ticks of the clock. It holds permanent refusals
// only, so no commit can make an entry wrong. An unknown credential is never an entry: it may be
// issued a moment later, also by another process.
class NegativeCache {
 public:
  // kLifetime bounds an entry even though its refusal is permanent, because the wall clock may have
  // been ahead when the credential was found to be expired.
  static constexpr std::chrono::nanoseconds kLifetime = std::chrono::seconds(5);
  static constexpr std::size_t kStripes = 16;
  // kMostInStripe bounds the entries; a full stripe drops its expired entries, or else all.
  static constexpr std::size_t kMostInStripe = 4096;

  // Put records the refusal of the credential with that digest; nothing if it is not permanent.
  void Put(const base::Digest& digest, Refusal refusal, std::int64_t now);
  // Find returns the refusal of a cached credential; nullopt on a cache miss.
  std::optional<Refusal> Find(const base::Digest& digest, std::int64_t now) const;
  // Clear removes all entries.
  void Clear();
  // size returns the number of entries, expired ones included.
  std::size_t size() const;

 private:
  struct Entry {
    Refusal refusal;
    std::int64_t until;
  };
  struct alignas(64) Stripe {
    mutable std::mutex mutex;
    boost::unordered_flat_map<base::Digest, Entry, base::DigestHash> entries;
  };
  static std::size_t StripeOf(const base::Digest& digest) { return digest.back() % kStripes; }

  std::array<Stripe, kStripes> stripes_;
};

}  // namespace bearward::verify
