#include "verify/revocations.h"

#include <algorithm>

namespace bearward::verify {
namespace {

constexpr std::size_t kMostTouchedOfStripe = 1600;

// Returns the id whose verdicts the event invalidates; empty for none.
const std::string& TouchedBy(const model::Event& event) {
  static const std::string kNothing;
  switch (model::InvalidationOf(event.type)) {
    case model::Invalidation::kTarget:
      return event.target;
    case model::Invalidation::kEnvironment:
      return event.environment.text;
    case model::Invalidation::kNone:
      break;
  }
  return kNothing;
}

}  // namespace

Revocations::Revocations() : stripes_(std::make_unique<Stripe[]>(kStripes)) {}

// Updates the stripes before the epoch: a thread that reads the new epoch sees all changes up to
// it.
void Revocations::Apply(std::span<const model::Event> events) {
  const auto touches = [](const model::Event& event) { return !TouchedBy(event).empty(); };
  if (std::ranges::none_of(events, touches)) return;
  const std::uint64_t next = epoch_.load(std::memory_order_relaxed) + 1;
  for (const model::Event& event : events) {
    if (!touches(event)) continue;
    Stripe& stripe = StripeOf(TouchedBy(event));
    const std::lock_guard<std::mutex> lock(stripe.mutex);
    if (stripe.touched.size() > kMostTouchedOfStripe) {
      stripe.touched.clear();
      stripe.floor = next;
    }
    stripe.touched[TouchedBy(event)] = next;
  }
  epoch_.store(next, std::memory_order_release);
}

bool Revocations::IsStale(const model::Principal& principal, std::string_view credential_id,
                          std::uint64_t epoch) const {
  if (epoch == Now()) return false;
  return TouchedAfter(principal.environment->text, epoch) ||
         TouchedAfter(principal.organization->text, epoch) ||
         TouchedAfter(principal.subject_id, epoch) || TouchedAfter(credential_id, epoch);
}

bool Revocations::TouchedAfter(std::string_view id, std::uint64_t epoch) const {
  if (id.empty()) return false;
  Stripe& stripe = StripeOf(id);
  const std::lock_guard<std::mutex> lock(stripe.mutex);
  if (epoch < stripe.floor) return true;
  const auto found = stripe.touched.find(id);
  return found != stripe.touched.end() && found->second > epoch;
}

}  // namespace bearward::verify
