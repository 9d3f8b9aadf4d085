#include "store/publisher.h"

#include <algorithm>

namespace bearward::store {

void Publisher::Publish(std::span<const model::Event> events) {
  const std::lock_guard lock(mutex_);
  commits_.fetch_add(1, std::memory_order_release);
  const std::int64_t last = last_published_.load(std::memory_order_relaxed);
  const auto first = std::ranges::find_if(
      events, [last](const model::Event& event) { return event.number > last; });
  if (first == events.end()) return;
  const std::span<const model::Event> fresh(first, events.end());
  for (const Listener& listener : listeners_) listener(fresh);
  last_published_.store(fresh.back().number, std::memory_order_release);
}

}  // namespace bearward::store
