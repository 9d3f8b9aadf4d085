// Revocations: says whether a verdict is still good, at the price of one atomic read while nothing
// changes. Works for every kind of credential, JWTs included, on the very next request.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <unordered_map>

#include "model/caller.h"
#include "model/event.h"

namespace bearward::verify {

// Revocations counts epochs. A verdict remembers the epoch read BEFORE its facts were read; it is
// stale when its environment, organization, subject or credential was touched after that.
class Revocations {
 public:
  // Now gives the present epoch: read it before reading the facts of a verdict.
  std::uint64_t Now() const { return epoch_.load(std::memory_order_acquire); }
  // Apply notes the events of one commit; connected to Store::OnCommit.
  void Apply(std::span<const model::Event> events);
  // IsStale says whether something that the principal depends on was touched after `epoch`.
  bool IsStale(const model::Principal& principal, std::uint64_t epoch) const;

 private:
  bool TouchedAfter(const std::string& id, std::uint64_t epoch) const;

  std::atomic<std::uint64_t> epoch_{1};
  mutable std::mutex mutex_;
  // touched_ is emptied when it grows past its bound; floor_ then makes all older verdicts stale.
  std::unordered_map<std::string, std::uint64_t> touched_;
  std::uint64_t floor_ = 0;
};

}  // namespace bearward::verify
