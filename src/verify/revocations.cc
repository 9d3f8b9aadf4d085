#include "verify/revocations.h"

#include <algorithm>

namespace bearward::verify {
namespace {

constexpr std::size_t kMostTouched = 100'000;

// What the event is about, as far as verdicts are concerned; empty for nothing.
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

void Revocations::Apply(std::span<const model::Event> events) {
  const auto touches = [](const model::Event& event) { return !TouchedBy(event).empty(); };
  if (std::ranges::none_of(events, touches)) return;
  const std::lock_guard<std::mutex> lock(mutex_);
  const std::uint64_t next = epoch_.load(std::memory_order_relaxed) + 1;
  if (touched_.size() > kMostTouched) {
    touched_.clear();
    floor_ = next;
  }
  for (const model::Event& event : events) {
    if (touches(event)) touched_[TouchedBy(event)] = next;
  }
  epoch_.store(next, std::memory_order_release);
}

bool Revocations::IsStale(const model::Principal& principal, std::string_view credential_id,
                          std::uint64_t epoch) const {
  if (epoch == Now()) return false;
  const std::lock_guard<std::mutex> lock(mutex_);
  if (epoch < floor_) return true;
  return TouchedAfter(principal.environment.text, epoch) ||
         TouchedAfter(principal.organization.text, epoch) ||
         TouchedAfter(principal.subject_id, epoch) || TouchedAfter(credential_id, epoch);
}

bool Revocations::TouchedAfter(std::string_view id, std::uint64_t epoch) const {
  const auto found = touched_.find(id);
  return found != touched_.end() && found->second > epoch;
}

}  // namespace bearward::verify
