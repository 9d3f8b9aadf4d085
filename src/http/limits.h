// Limits: what clients may cost, each and all together.
#pragma once

#include <chrono>
#include <cstddef>

namespace bearward::http {

// Limits bounds sizes and times of a server. Times are measured by the server's Clock and checked
// once a `sweep`, so that they end up to one sweep late and never early. One address holds at most
// a quarter of body_memory, but always one body of the largest size.
struct Limits {
  std::size_t head_bytes = 16 * 1024;    // request line and headers; beyond it 431
  std::size_t header_count = 64;         // header lines, at most 256; beyond it 431
  std::size_t target_bytes = 8 * 1024;   // beyond it 414
  std::size_t body_bytes = 1024 * 1024;  // beyond it Violation::kBodyTooLarge
  std::size_t connections = 10'000;      // of all listeners together; beyond it closed at once
  std::size_t connections_per_address = 1'000;  // an IPv6 address counts by its /64; as above
  std::size_t body_memory = 128 * 1024 * 1024;  // for input beyond 4 KiB a connection; then 503
  std::chrono::milliseconds first_byte_time{10'000};  // of a new connection; closed silently
  std::chrono::milliseconds idle_time{60'000};        // between requests; closed silently
  std::chrono::milliseconds head_time{10'000};        // from the first byte (or TLS hello); 408
  std::chrono::milliseconds body_time{30'000};        // from the end of the head; 408
  std::chrono::milliseconds write_time{30'000};       // for the peer to take an answer; closed
  std::chrono::milliseconds sweep{1'000};             // how often the times are looked at
};

}  // namespace bearward::http
