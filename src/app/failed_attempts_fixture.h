// AwaitFailedAttempts: waits until failed deliveries of webhooks are stored, with the times at
// which they are repeated. A receiver has its request before that: a test that advances the clock
// in between delays the repetition too.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>

#include "app/wire.h"
#include "base/clock.h"
#include "base/time.h"
#include "base/words.h"
#include "store/webhooks.h"
#include "testing/must.h"

namespace bearward::app {

// Attempts are how many deliveries to the subscribers with one URL have an attempt, and the states
// of all rows for the message of a failed test.
struct Attempts {
  std::size_t count = 0;
  std::string rows;
};

inline Attempts ReadAttempts(Core& core, const std::string& url) {
  return testing::Must(core.store().Read([&url](store::ReadTx& tx) -> base::Result<Attempts> {
    BW_TRY_ASSIGN(const auto subscribers, store::WebhookSubscribers().ListAllEnvironments(tx));
    BW_TRY_ASSIGN(const auto deliveries, store::WebhookDeliveries().ListAllEnvironments(tx));
    const auto at = [](const std::optional<base::Time>& time) {
      return time ? base::FormatIsoMillis(*time) : "-";
    };
    Attempts attempts;
    for (const model::WebhookEndpoint& to : subscribers) {
      if (to.url != url) continue;
      attempts.rows += to.id + " leased until " + at(to.leased_until) + " paused until " +
                       at(to.paused_until) + " failures " + std::to_string(to.failures) + "\n";
      for (const model::WebhookDelivery& delivery : deliveries) {
        if (delivery.endpoint != to.id) continue;
        if (delivery.attempts > 0) ++attempts.count;
        attempts.rows += "  " + delivery.event + " " + delivery.object_id + " " +
                         std::string(base::Word(delivery.state)) + " attempts " +
                         std::to_string(delivery.attempts) + " next " + at(delivery.next_at) + "\n";
      }
    }
    return attempts;
  }));
}

// AwaitFailedAttempts waits until there are `count` such deliveries, at most ten seconds.
inline ::testing::AssertionResult AwaitFailedAttempts(Core& core, const std::string& url,
                                                      std::size_t count) {
  const base::SystemClock clock;
  const std::int64_t end =
      clock.Ticks() + std::chrono::nanoseconds(std::chrono::seconds(10)).count();
  while (true) {
    const Attempts attempts = ReadAttempts(core, url);
    if (attempts.count >= count) return ::testing::AssertionSuccess();
    if (clock.Ticks() > end) return ::testing::AssertionFailure() << attempts.rows;
    std::this_thread::yield();
  }
}

}  // namespace bearward::app
