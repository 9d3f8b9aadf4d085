// Revocations: says whether a cached verdict is still valid. While nothing changes, this costs one
// atomic read. It covers every kind of credential, JWTs included, from the next request on.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "model/caller.h"
#include "model/event.h"

namespace bearward::verify {

// Revocations counts epochs. A verdict stores the epoch that was read BEFORE its facts were read.
// It is stale if its environment, organization, subject or credential changed after that epoch.
class Revocations {
 public:
  Revocations();
  // Now returns the current epoch: read it before reading the facts of a verdict.
  std::uint64_t Now() const { return epoch_.load(std::memory_order_acquire); }
  // Apply records the events of one commit; connected to Store::OnCommit.
  void Apply(std::span<const model::Event> events);
  // IsStale says whether anything that the principal, or the credential with that id, depends on
  // changed after `epoch`. An empty id never changes.
  bool IsStale(const model::Principal& principal, std::string_view credential_id,
               std::uint64_t epoch) const;

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
};

}  // namespace bearward::verify
