// FrameBudget: limits the frames of an HTTP/2 connection that carry no request. Internal to http.
#pragma once

#include <algorithm>
#include <cstdint>

namespace bearward::http {

// FrameBudget is a token bucket: a frame that carries no request (PING, SETTINGS, RST_STREAM,
// WINDOW_UPDATE, empty DATA and others) takes a token. Tokens come with time and with what the
// peer has received, because an honest peer confirms received data with window updates.
class FrameBudget {
 public:
  static constexpr std::int64_t kMost = 1'000;
  // Time for one token, in ticks (nanoseconds).
  static constexpr std::int64_t kTicksPerToken = 10'000'000;
  // Tokens for each DATA frame of at least kEarningBytes bytes, and for each whole response: two
  // window updates, a PING and an acknowledgement.
  static constexpr std::int64_t kEarned = 4;
  static constexpr std::size_t kEarningBytes = 1'024;

  // FrameBudget is full at `now`, in ticks of the clock.
  explicit FrameBudget(std::int64_t now) : refilled_(now) {}

  // Take takes one token; returns false if there is none.
  bool Take(std::int64_t now) {
    const std::int64_t gained = (now - refilled_) / kTicksPerToken;
    refilled_ += gained * kTicksPerToken;
    tokens_ = std::min(kMost, tokens_ + gained);
    return --tokens_ >= 0;
  }
  // Earn adds the tokens of something that the peer received.
  void Earn() { tokens_ = std::min(kMost, tokens_ + kEarned); }

 private:
  std::int64_t tokens_ = kMost;
  std::int64_t refilled_;
};

}  // namespace bearward::http
