// NegativeCache: negative cache of recently rejected credentials, with the reason. A client that
// repeats an unknown or expired token causes one store lookup per kMemory and takes no space in the
// verdict cache. Internal to verify.
#pragma once

#include <array>
#include <atomic>
#include <boost/unordered/unordered_flat_map.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>

#include "base/digest.h"

namespace bearward::verify {

// OverReason returns the reason as a string literal if a credential that is refused for it can
// never become valid again: "token_expired", "token_revoked", "token_superseded", "session_ended".
// Returns nullopt for all other reasons, because an administrator may undo them.
std::optional<std::string_view> OverReason(std::string_view reason);

// NegativeCache covers one table of the store and is safe from any thread. Times are ticks of the
// clock. An entry is a fact about the store, not about one request. A failed lookup is never
// recorded.
class NegativeCache {
 public:
  // kMemory is the lifetime of an entry. A write of this process invalidates an "unknown" entry at
  // once; a write of another process invalidates it as soon as the store has read the new events.
  static constexpr std::chrono::nanoseconds kMemory = std::chrono::seconds(5);
  static constexpr std::size_t kStripes = 16;
  static constexpr std::size_t kMostInStripe = 4096;

  // Mark returns a counter value. Take it before the lookup and pass it to NoteAbsent.
  std::uint64_t Mark() const { return births_.load(std::memory_order_acquire); }
  // NoteAbsent records that the store has no row, unless any row was inserted since the mark was
  // taken. The reason is "unknown_token".
  void NoteAbsent(const base::Digest& hash, std::uint64_t mark, std::int64_t now);
  // NoteOver records a refusal for an OverReason.
  void NoteOver(const base::Digest& hash, std::string_view reason, std::int64_t now);
  // Find returns the reason of a cached refusal; nullopt on a cache miss.
  std::optional<std::string_view> Find(const base::Digest& hash, std::int64_t now) const;
  // Apply removes the hashes of inserted rows, or all entries if `born` is empty (unknown rows).
  // Connected to Store::OnBirth.
  void Apply(std::span<const base::Digest> born);
  std::size_t size() const;

 private:
  struct End {
    std::string_view reason;
    std::int64_t until;
  };
  struct alignas(64) Stripe {
    mutable std::mutex mutex;
    boost::unordered_flat_map<base::Digest, End, base::DigestHash> ends;

    void Put(const base::Digest& hash, std::string_view reason, std::int64_t now);
  };
  static std::size_t StripeOf(const base::Digest& hash) { return hash.back() % kStripes; }

  std::atomic<std::uint64_t> births_ = 0;
  std::array<Stripe, kStripes> stripes_;
};

}  // namespace bearward::verify
