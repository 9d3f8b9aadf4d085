#include "verify/single_flight.h"

#include <utility>

namespace bearward::verify {

SingleFlight::Landing SingleFlight::Join(const base::Digest& key, std::uint64_t commits,
                                         const std::function<Outcome()>& ask) {
  Stripe& stripe = stripes_[key.back() % stripes_.size()];
  std::shared_ptr<Flight> flight;
  {
    std::unique_lock<std::mutex> lock(stripe.mutex);
    std::shared_ptr<Flight>& listed = stripe.flights[key];
    if (listed && listed->commits == commits) {
      flight = listed;
      ++stripe.waiting;
      stripe.landed.wait(lock, [&] { return flight->outcome.has_value(); });
      --stripe.waiting;
      return {*flight->outcome, false};
    }
    // An older flight ends for the threads that wait for it; later callers wait for this one.
    listed = flight = std::make_shared<Flight>(Flight{commits, std::nullopt});
  }
  try {
    Outcome outcome = ask();
    Land(stripe, key, flight, outcome);
    return {std::move(outcome), true};
  } catch (...) {
    Land(stripe, key, flight,
         base::Fail(base::Internal("the query that these requests share has failed")));
    throw;
  }
}

void SingleFlight::Land(Stripe& stripe, const base::Digest& key,
                        const std::shared_ptr<Flight>& flight, Outcome outcome) {
  {
    const std::lock_guard<std::mutex> lock(stripe.mutex);
    flight->outcome = std::move(outcome);
    const auto listed = stripe.flights.find(key);
    if (listed != stripe.flights.end() && listed->second == flight) stripe.flights.erase(listed);
  }
  stripe.landed.notify_all();
}

std::size_t SingleFlight::waiting() const {
  std::size_t sum = 0;
  for (const Stripe& stripe : stripes_) {
    const std::lock_guard<std::mutex> lock(stripe.mutex);
    sum += stripe.waiting;
  }
  return sum;
}

}  // namespace bearward::verify
