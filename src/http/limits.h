// Limits: what one client may cost us.
#pragma once

#include <chrono>
#include <cstddef>

namespace bearward::http {

// Limits bounds sizes and times of a server. Times are measured by the server's Clock and checked
// once a `sweep`, so that they end up to one sweep late and never early.
struct Limits {
  std::size_t head_bytes = 16 * 1024;    // request line and headers; beyond it 431
  std::size_t header_count = 64;         // header lines, at most 256; beyond it 431
  std::size_t target_bytes = 8 * 1024;   // beyond it 414
  std::size_t body_bytes = 1024 * 1024;  // beyond it Violation::kBodyTooLarge
  std::size_t connections = 10'000;      // of all listeners together; beyond it closed at once
  std::chrono::milliseconds idle_time{60'000};   // between requests; closed without a word
  std::chrono::milliseconds head_time{10'000};   // from the first byte (or TLS hello); 408
  std::chrono::milliseconds body_time{30'000};   // from the end of the head; 408
  std::chrono::milliseconds write_time{30'000};  // for the peer to take an answer; closed
  std::chrono::milliseconds sweep{1'000};        // how often the times are looked at
};

}  // namespace bearward::http
