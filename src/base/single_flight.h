// SingleFlight: concurrent lookups of one key share one lookup.
#pragma once

#include <array>
#include <concepts>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/digest.h"
#include "base/result.h"

namespace bearward::base {

// SingleFlight is safe from any thread. There are never more entries than calling threads. An entry
// is removed as soon as its lookup ends; outcomes, failures included, are not kept. Value must be
// copyable.
template <class Value>
class SingleFlight {
 public:
  using Outcome = Result<Value>;
  // Landing is an outcome; `led` says whether this thread ran the lookup itself.
  struct Landing {
    Outcome outcome;
    bool led;
  };

  // Join runs `lookup`, or waits, without a time limit, for a thread that already runs it for the
  // same key. An outcome is shared only among callers with the same `version`, which must increase
  // with every change of the data, so that no caller gets an answer from before its request. If
  // `lookup` throws, the waiting callers get kInternal and the exception is rethrown.
  template <std::invocable Lookup>
  Landing Join(const Digest& key, std::uint64_t version, const Lookup& lookup) {
    Stripe& stripe = stripes_[key.back() % stripes_.size()];
    std::shared_ptr<Flight> flight;
    {
      std::unique_lock<std::mutex> lock(stripe.mutex);
      std::shared_ptr<Flight>& listed = stripe.flights[key];
      if (listed && listed->version == version) {
        flight = listed;
        ++stripe.waiting;
        stripe.landed.wait(lock, [&] { return flight->outcome.has_value(); });
        --stripe.waiting;
        return {*flight->outcome, false};
      }
      // An older flight ends for the threads that wait for it; later callers wait for this one.
      listed = flight = std::make_shared<Flight>(Flight{version, std::nullopt});
    }
    try {
      Outcome outcome = lookup();
      Land(stripe, key, flight, outcome);
      return {std::move(outcome), true};
    } catch (...) {  // of any type: else the waiting threads wait forever
      Land(stripe, key, flight, Fail(Internal("the shared lookup threw an exception")));
      throw;
    }
  }

  // waiting returns the number of threads that wait for the lookup of another thread.
  std::size_t waiting() const {
    std::size_t sum = 0;
    for (const Stripe& stripe : stripes_) {
      const std::lock_guard<std::mutex> lock(stripe.mutex);
      sum += stripe.waiting;
    }
    return sum;
  }

 private:
  struct Flight {
    std::uint64_t version;
    std::optional<Outcome> outcome;
  };
  struct alignas(64) Stripe {
    mutable std::mutex mutex;
    std::condition_variable landed;
    std::unordered_map<Digest, std::shared_ptr<Flight>, DigestHash> flights;
    std::size_t waiting = 0;
  };

  static void Land(Stripe& stripe, const Digest& key, const std::shared_ptr<Flight>& flight,
                   Outcome outcome) {
    {
      const std::lock_guard<std::mutex> lock(stripe.mutex);
      flight->outcome = std::move(outcome);
      const auto listed = stripe.flights.find(key);
      if (listed != stripe.flights.end() && listed->second == flight) stripe.flights.erase(listed);
    }
    stripe.landed.notify_all();
  }

  std::array<Stripe, 16> stripes_;
};

}  // namespace bearward::base
