#include "store/barrier.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/wake_batch.h"

namespace bearward::store {

bool TouchesVerdicts(std::span<const model::Event> events) {
  using enum model::EventType;
  return std::ranges::any_of(events, [](const model::Event& event) {
    return model::InvalidationOf(event.type) != model::Invalidation::kNone ||
           event.type == kPolicyCreated || event.type == kPolicyUpdated ||
           event.type == kPolicyDeleted || event.type == kSigningKeyCreated ||
           event.type == kEnvironmentCreated;
  });
}

void Barrier::Hold(std::int64_t number, std::int64_t deadline,
                   std::move_only_function<void()> answer) {
  const std::lock_guard lock(mutex_);
  held_.push_back({++last_, number, deadline, std::move(answer)});
}

std::optional<Barrier::Ticket> Barrier::newest() const {
  const std::lock_guard lock(mutex_);
  if (held_.empty()) return std::nullopt;
  return held_.back().ticket;
}

void Barrier::Release(std::optional<Ticket> ticket, std::int64_t now,
                      const std::function<bool(std::int64_t number)>& is_confirmed) {
  std::vector<Held> released;
  {
    const std::lock_guard lock(mutex_);
    const auto keeps = [&](const Held& held) {
      const bool confirmed = ticket && held.ticket <= *ticket && is_confirmed(held.number);
      return !confirmed && now < held.deadline;
    };
    const auto kept = std::ranges::stable_partition(held_, keeps);
    released.assign(std::make_move_iterator(kept.begin()), std::make_move_iterator(kept.end()));
    held_.erase(kept.begin(), kept.end());
  }
  const base::WakeBatch batch;
  for (Held& held : released) held.answer();
}

void Barrier::ReleaseAll() {
  Release(std::nullopt, std::numeric_limits<std::int64_t>::max(),
          [](std::int64_t) { return true; });
}

std::optional<std::int64_t> Barrier::deadline() const {
  const std::lock_guard lock(mutex_);
  if (held_.empty()) return std::nullopt;
  return std::ranges::min_element(held_, {}, &Held::deadline)->deadline;
}

}  // namespace bearward::store
