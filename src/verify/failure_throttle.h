// FailureThrottle: bounds failed authentications, per name and client address, and per address.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "model/ids.h"
#include "verify/throttle.h"

namespace bearward::verify {

// ThrottleLimits bound the failures within a window: per name and address, and per address over all
// names. An address counts by its network (http::AddressPrefix).
struct ThrottleLimits {
  int failures_per_user_and_address = 10;
  int failures_per_address = 100;
  std::chrono::seconds window{60};
};

// FailureThrottle is safe from any thread. It keeps its counters in memory; a restart clears them.
class FailureThrottle {
 public:
  FailureThrottle(const base::Clock& clock, ThrottleLimits limits);

  // KeyOf names the counter of one name at one address. `kind` keeps kinds of names apart, for
  // example typed names from ids.
  static std::string KeyOf(const model::EnvironmentId& environment, std::string_view kind,
                           std::string_view name, std::string_view address);

  // Check fails with kLimited "too_many_failures" and retry_after when the key or the address has
  // reached its limit.
  base::Status Check(const std::string& key, std::string_view address);
  // IsReached says whether a key has reached its limit.
  bool IsReached(const std::string& key) const;
  // Note counts one failure for each key and for the address.
  void Note(const std::set<std::string>& keys, std::string_view address);
  // Forget clears the counter of a key after a success.
  void Forget(const std::string& key);
  // refused counts the attempts that Check refused, for the metrics.
  std::uint64_t refused() const { return refused_.load(); }

 private:
  ThrottleLimits limits_;
  Throttle by_key_;
  Throttle by_address_;
  std::atomic<std::uint64_t> refused_ = 0;
};

}  // namespace bearward::verify
