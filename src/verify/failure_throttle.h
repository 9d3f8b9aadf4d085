// FailureThrottle: limits failed authentications per name and client address, and per address.
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
// names. Addresses are counted by network (http::AddressPrefix).
struct ThrottleLimits {
  int failures_per_user_and_address = 10;
  int failures_per_address = 100;
  std::chrono::seconds window{60};
};

// FailureThrottle is safe from any thread. Its counters are in memory; a restart clears them.
class FailureThrottle {
 public:
  FailureThrottle(const base::Clock& clock, ThrottleLimits limits);

  // KeyOf returns the key of the counter for one name at one address. `kind` separates the kinds of
  // names, for example typed names from ids.
  static std::string KeyOf(const model::EnvironmentId& environment, std::string_view kind,
                           std::string_view name, std::string_view address);

  // IsIdle says whether no failure is counted, so that Check succeeds for every key. Callers use it
  // to skip the composition of a key.
  bool IsIdle() const { return by_key_.IsIdle() && by_address_.IsIdle(); }
  // Check fails with kLimited "too_many_failures" and retry_after if the key or the address has
  // reached its limit.
  base::Status Check(const std::string& key, std::string_view address);
  // IsReached says whether a key has reached its limit.
  bool IsReached(const std::string& key) const;
  // Note counts one failure for each key and for the address.
  void Note(const std::set<std::string>& keys, std::string_view address);
  // Forget clears the counter of a key after a success.
  void Forget(const std::string& key);
  // refused returns the number of attempts that Check refused, for the metrics.
  std::uint64_t refused() const { return refused_.load(); }

 private:
  ThrottleLimits limits_;
  Throttle by_key_;
  Throttle by_address_;
  std::atomic<std::uint64_t> refused_ = 0;
};

}  // namespace bearward::verify
