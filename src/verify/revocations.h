// Revocations: says whether a cached verdict is still valid, and whether a token without a session
// may have been revoked. While nothing changes, the first costs one atomic read. It covers every
// kind of credential, JWTs included, from the next request on.
#pragma once

#include <atomic>
#include <boost/unordered/unordered_flat_set.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "model/caller.h"
#include "model/event.h"
#include "store/store.h"

namespace bearward::verify {

// RevokedTokens is the set of the tokens without a session that were revoked. Few tokens are, so
// nearly all pass without a store lookup. It keeps a 64-bit hash of each, so a rare collision
// causes a needless lookup. Safe from any thread.
class RevokedTokens {
 public:
  // kMost bounds the set. If more tokens are revoked, the set is cleared and incomplete.
  static constexpr std::size_t kMost = 100'000;

  // MayHold returns true for revoked tokens, and for all tokens while the set is incomplete.
  bool MayHold(std::string_view id) const;
  // Apply records the tokens that the events of one commit revoked.
  void Apply(std::span<const model::Event> events);
  // Load reads the tokens that were revoked earlier, unless they are loaded; it blocks. After a
  // failure, or if there are more than kMost, the next attempt is made 10 s later. `now` is in
  // ticks.
  base::Status Load(store::Store& store, std::int64_t now);

 private:
  std::optional<std::uint64_t> BeginLoad(std::int64_t now);
  void EndLoad(std::uint64_t clearings, const std::vector<std::string>& ids);

  mutable std::mutex mutex_;
  boost::unordered_flat_set<std::uint64_t> hashes_;  // guarded by mutex_, as the following
  bool complete_ = false;
  std::uint64_t clearings_ = 0;
  std::int64_t next_load_at_ = 0;  // ticks
};

// Revocations counts epochs. A verdict stores the epoch that was read BEFORE its facts were read.
// It is stale if its environment, organization, subject or credential changed after that epoch.
// Safe from any thread.
class Revocations {
 public:
  Revocations();
  // Now returns the current epoch: read it before reading the facts of a verdict.
  std::uint64_t Now() const { return epoch_.load(std::memory_order_acquire); }
  // Apply records the events of one commit; connected to Store::OnCommit. The revoked tokens are
  // recorded before the new epoch is published: a thread that reads the epoch finds them.
  void Apply(std::span<const model::Event> events);
  // IsStale says whether anything that the principal, or the credential with that id, depends on
  // changed after `epoch`. An empty id never changes.
  bool IsStale(const model::Principal& principal, std::string_view credential_id,
               std::uint64_t epoch) const;
  // tokens are the revoked tokens without a session.
  RevokedTokens& tokens() { return tokens_; }
  const RevokedTokens& tokens() const { return tokens_; }

 private:
  bool TouchedAfter(std::string_view id, std::uint64_t epoch) const;

  // TextHash allows the lookup of a view without creating a string.
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };

  // Stripe holds some of the ids. It is cleared when it exceeds its bound; its floor then makes all
  // older verdicts about its ids stale.
  struct alignas(64) Stripe {
    std::mutex mutex;
    std::unordered_map<std::string, std::uint64_t, TextHash, std::equal_to<>> touched;
    std::uint64_t floor = 0;
  };
  static constexpr std::size_t kStripes = 64;
  Stripe& StripeOf(std::string_view id) const { return stripes_[TextHash()(id) % kStripes]; }

  std::atomic<std::uint64_t> epoch_{1};
  std::unique_ptr<Stripe[]> stripes_;
  alignas(64) RevokedTokens tokens_;  // its lock is not in the cache line of the epoch
};

}  // namespace bearward::verify
