// DeadEnds: hashes of credentials that led nowhere a moment ago, and why. Who repeats a token that
// nobody was given, or one that is over, costs one look-up in a while, and no place among the
// verdicts. Internal to verify.
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

// OverReason gives the same reason as a literal if what is refused for it stays refused for good:
// "token_expired", "token_revoked", "token_superseded", "session_ended". Nullopt for all others,
// which somebody may undo.
std::optional<std::string_view> OverReason(std::string_view reason);

// DeadEnds is about one table, and safe from any thread. Times are ticks of the clock. It is a fact
// about the store, not about a question: a failure to look up is never noted.
class DeadEnds {
 public:
  // kMemory bounds how long a dead end is believed. What this process writes ends an absence at
  // once; what another one writes ends it as soon as the store has caught up with it.
  static constexpr std::chrono::nanoseconds kMemory = std::chrono::seconds(5);
  static constexpr std::size_t kStripes = 16;
  static constexpr std::size_t kMostInStripe = 4096;

  // Mark is taken before looking up, and given to NoteAbsent.
  std::uint64_t Mark() const { return births_.load(std::memory_order_acquire); }
  // NoteAbsent remembers that there was no row, unless any came to be since the mark was taken. The
  // reason is "unknown_token".
  void NoteAbsent(const base::Digest& hash, std::uint64_t mark, std::int64_t now);
  // NoteOver remembers an OverReason.
  void NoteOver(const base::Digest& hash, std::string_view reason, std::int64_t now);
  // Find gives the reason of a dead end, nullopt when it is none or nobody knows.
  std::optional<std::string_view> Find(const base::Digest& hash, std::int64_t now) const;
  // Apply forgets what came to be, everything when it is not known what; connected to
  // Store::OnBirth.
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
