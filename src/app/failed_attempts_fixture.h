// AwaitFailedAttempts: waits until failed deliveries of webhooks are stored, with the times at
// which they are repeated. A receiver has its request before that: a test that advances the clock
// in between delays the repetition too.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "app/wire.h"
#include "base/clock.h"
#include "store/webhooks.h"
#include "testing/must.h"

namespace bearward::app {

// CountAttempted returns how many deliveries to the subscriber with this URL have an attempt.
inline std::size_t CountAttempted(Core& core, const std::string& url) {
  return testing::Must(core.store().Read([&url](store::ReadTx& tx) -> base::Result<std::size_t> {
    BW_TRY_ASSIGN(const auto subscribers, store::WebhookSubscribers().ListAllEnvironments(tx));
    BW_TRY_ASSIGN(const auto deliveries, store::WebhookDeliveries().ListAllEnvironments(tx));
    const auto to = std::ranges::find(subscribers, url, &model::WebhookEndpoint::url);
    if (to == subscribers.end()) return 0;
    return std::ranges::count_if(deliveries, [&to](const model::WebhookDelivery& delivery) {
      return delivery.endpoint == to->id && delivery.attempts > 0;
    });
  }));
}

// AwaitFailedAttempts waits until there are `count` such deliveries, at most ten seconds. It
// returns whether there are.
inline bool AwaitFailedAttempts(Core& core, const std::string& url, std::size_t count) {
  const base::SystemClock clock;
  const std::int64_t end =
      clock.Ticks() + std::chrono::nanoseconds(std::chrono::seconds(10)).count();
  while (CountAttempted(core, url) < count) {
    if (clock.Ticks() > end) return false;
    std::this_thread::yield();
  }
  return true;
}

}  // namespace bearward::app
