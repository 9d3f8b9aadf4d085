// Flights: of many who ask for one thing at the same time, one asks and all get what it found.
// Internal to verify.
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

// Flights is safe from any thread. There are never more flights than threads that ask; nothing is
// remembered once they have landed, a failure least of all.
class Flights {
 public:
  using Outcome = base::Result<Verdict>;
  // Landing is an outcome; `led` says whether this thread has asked for it itself.
  struct Landing {
    Outcome outcome;
    bool led;
  };

  // Join asks, or waits for somebody who asks for the same key already, as long as that takes.
  // `commits` is the store's count of now: an outcome is only shared with those who came before
  // anything has changed since it was begun, so that nobody is answered from before they asked.
  Landing Join(const base::Digest& key, std::uint64_t commits, const std::function<Outcome()>& ask);
  // waiting counts the threads that wait for another.
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
