// Backoff: how long nothing is sent to a receiver that fails.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "base/entropy.h"

namespace bearward::egress {

// PauseOf returns how long nothing is sent to a receiver after `failures` consecutive failures that
// are about the receiver: what it asks for, up to an hour, else from five seconds on, doubled with
// each failure up to ten minutes.
std::chrono::seconds PauseOf(std::int64_t failures,
                             const std::optional<std::chrono::seconds>& retry_after);

// Jitter returns a random wait between four and six fifths of `wait`.
std::chrono::milliseconds Jitter(std::chrono::milliseconds wait, base::Entropy& entropy);

}  // namespace bearward::egress
