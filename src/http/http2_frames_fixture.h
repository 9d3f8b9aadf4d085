// Frames of HTTP/2, byte by byte.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bearward::http::frames {

inline constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
// Types and flags of frames (RFC 9113 section 6).
enum Type : std::uint8_t {
  kData,
  kHeaders,
  kPriority,
  kRstStream,
  kSettings,
  kPushPromise,
  kPing,
  kGoAway,
  kWindowUpdate,
  kContinuation
};
inline constexpr std::uint8_t kEndStream = 1;
inline constexpr std::uint8_t kAck = 1;
inline constexpr std::uint8_t kEndHeaders = 4;
inline constexpr std::uint8_t kWhole = kEndHeaders | kEndStream;
inline constexpr std::uint8_t kPadded = 8;
inline constexpr std::uint8_t kWithPriority = 32;

// Number returns `value` as `size` bytes, the most significant one first.
inline std::string Number(std::uint64_t value, int size) {
  std::string out;
  for (int i = size - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i));
  return out;
}

inline std::string Frame(std::uint8_t type, std::uint8_t flags, std::uint32_t stream,
                         std::string_view payload = {}) {
  return Number(payload.size(), 3) + Number(type, 1) + Number(flags, 1) + Number(stream, 4) +
         std::string(payload);
}

// Prefixed returns an integer of HPACK with a prefix of seven bits (RFC 7541 section 5.1).
inline std::string Prefixed(std::size_t value) {
  if (value < 127) return {static_cast<char>(value)};
  std::string out = "\x7f";
  for (value -= 127; value >= 128; value /= 128) out += static_cast<char>(value % 128 + 128);
  return out + static_cast<char>(value);
}

// Field returns a literal field that is not indexed (RFC 7541 section 6.2.2).
inline std::string Field(std::string_view name, std::string_view value) {
  return std::string(1, '\0') + Prefixed(name.size()) + std::string(name) + Prefixed(value.size()) +
         std::string(value);
}

// Head returns the header block of a request with `more` fields.
inline std::string Head(std::string_view method = "GET", std::string_view path = "/",
                        std::string_view more = {}) {
  return Field(":method", method) + Field(":scheme", "https") + Field(":path", path) +
         Field(":authority", "a.test") + std::string(more);
}

// Get returns a request without a body; Post begins one with a body.
inline std::string Get(std::uint32_t stream, std::string_view path = "/",
                       std::string_view more = {}) {
  return Frame(kHeaders, kEndHeaders | kEndStream, stream, Head("GET", path, more));
}
inline std::string Post(std::uint32_t stream, std::string_view more = {}) {
  return Frame(kHeaders, kEndHeaders, stream, Head("POST", "/", more));
}

inline std::string Setting(unsigned id, std::uint32_t value) {
  return Number(id, 2) + Number(value, 4);
}

inline std::string Ping(std::string_view data = "12345678") { return Frame(kPing, 0, 0, data); }

// Sent is a frame that the session has sent.
struct Sent {
  std::uint8_t type = 0;
  std::uint8_t flags = 0;
  std::uint32_t stream = 0;
  std::string payload;

  // code returns the error code of RST_STREAM or GOAWAY.
  std::uint32_t code() const {
    const std::size_t begin = type == kGoAway ? 4 : 0;
    std::uint32_t value = 0;
    for (std::size_t i = begin; i < begin + 4; ++i) {
      value = value << 8 | static_cast<unsigned char>(payload.at(i));
    }
    return value;
  }
};

// Seconds returns a time in the unit of the loop's ticks.
inline std::int64_t Seconds(int seconds) {
  return std::chrono::nanoseconds(std::chrono::seconds(seconds)).count();
}

// Split returns the frames in `bytes`, which must be whole.
inline std::vector<Sent> Split(std::string_view bytes) {
  std::vector<Sent> out;
  const auto at = [&](std::size_t i) -> std::uint8_t {
    return static_cast<unsigned char>(bytes.at(i));
  };
  while (!bytes.empty()) {
    const std::size_t size = std::size_t{at(0)} << 16 | std::size_t{at(1)} << 8 | at(2);
    const std::uint32_t stream =
        (at(5) & 0x7fU) << 24U | std::uint32_t{at(6)} << 16U | std::uint32_t{at(7)} << 8U | at(8);
    out.push_back({at(3), at(4), stream, std::string(bytes.substr(9, size))});
    bytes.remove_prefix(9 + size);
  }
  return out;
}

}  // namespace bearward::http::frames
