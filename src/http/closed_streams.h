// ClosedStreams: how the last streams of an HTTP/2 connection have ended. Internal to http.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace bearward::http {

// ClosedStreams remembers how the streams that closed last have ended.
class ClosedStreams {
 public:
  enum class End : std::uint8_t { kUnknown, kByPeer, kByServer };

  // Add remembers a stream. kByServer: the peer may still send frames that crossed our RST_STREAM.
  void Add(std::int32_t id, End end) { closed_[next_++ % kKept] = {id, end}; }
  End Of(std::int32_t id) const {
    for (const auto& [closed, end] : closed_) {
      if (closed == id) return end;
    }
    return End::kUnknown;
  }

 private:
  // More than a peer can have opened before it has seen the end of the first one.
  static constexpr std::size_t kKept = 256;
  std::array<std::pair<std::int32_t, End>, kKept> closed_{};
  std::size_t next_ = 0;
};

}  // namespace bearward::http
