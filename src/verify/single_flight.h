// SingleFlight: single-flight. Concurrent lookups of one key share one store query. Internal to
// verify.
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "base/digest.h"
#include "base/result.h"
#include "verify/cache.h"

namespace bearward::verify {

// SingleFlight is safe from any thread. There are never more entries than calling threads. An entry
// is removed as soon as its lookup ends; outcomes, failures included, are not kept.
class SingleFlight {
 public:
  using Outcome = base::Result<Verdict>;
  // Landing is an outcome; `led` says whether this thread ran the lookup itself.
  struct Landing {
    Outcome outcome;
    bool led;
  };

  // Join runs `ask`, or waits, without a time limit, for a thread that already runs it for the same
  // key. `commits` is the current commit count of the store. An outcome is shared only among
  // callers with the same count, so that no caller gets an answer from before its request.
  Landing Join(const base::Digest& key, std::uint64_t commits, const std::function<Outcome()>& ask);
  // waiting returns the number of threads that wait for the lookup of another thread.
  std::size_t waiting() const;

 private:
  struct Flight {
    std::uint64_t commits;
    std::optional<Outcome> outcome;
  };
  struct alignas(64) Stripe {
    mutable std::mutex mutex;
    std::condition_variable landed;
    boost::unordered_flat_map<base::Digest, std::shared_ptr<Flight>, base::DigestHash> flights;
    std::size_t waiting = 0;
  };
  static void Land(Stripe& stripe, const base::Digest& key, const std::shared_ptr<Flight>& flight,
                   Outcome outcome);

  std::array<Stripe, 16> stripes_;
};

}  // namespace bearward::verify
