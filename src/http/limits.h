// Limits: bounds on the resources that clients may use, each client and all together.
#pragma once

#include <chrono>
#include <cstddef>

namespace bearward::http {

// Limits bounds sizes and times of a server. Times are measured with the server's Clock and checked
// once per `sweep`, so a timeout may be up to one sweep late and is never early. One address may
// use at most a quarter of body_memory, but always at least one body of body_bytes.
//
// The effects below are those of HTTP/1.x. With HTTP/2 a connection without a request receives
// GOAWAY before it is closed, a slow head ends the connection without an answer, and write_time is
// the time for each 4 KiB of an answer, whose stream is then reset. body_memory is also used by
// answers, beyond 1 MiB per connection; a stream whose answer does not fit is reset.
struct Limits {
  std::size_t head_bytes = 16 * 1024;    // request line and headers; beyond it 431
  std::size_t header_count = 64;         // header lines, at most 256; beyond it 431
  std::size_t target_bytes = 8 * 1024;   // beyond it 414
  std::size_t body_bytes = 1024 * 1024;  // beyond it Violation::kBodyTooLarge
  // upload_bytes takes the place of body_bytes, if it is more, for requests of
  // ServerOptions::is_upload. It does not raise the share of an address: an upload that does not
  // fit is 503.
  std::size_t upload_bytes = 24 * 1024 * 1024;
  std::size_t connections = 10'000;             // of all listeners; beyond it closed at once
  std::size_t connections_per_address = 1'000;  // IPv6: per /64; beyond it closed at once
  std::size_t body_memory = 128 * 1024 * 1024;  // for input beyond 4 KiB per connection; then 503
  std::chrono::milliseconds first_byte_time{10'000};  // of a new connection; closed silently
  std::chrono::milliseconds idle_time{60'000};        // between requests; closed silently
  std::chrono::milliseconds head_time{10'000};        // from the first byte (or TLS hello); 408
  std::chrono::milliseconds body_time{30'000};        // from the end of the head; 408
  std::chrono::milliseconds write_time{30'000};       // for the peer to receive an answer; closed
  std::chrono::milliseconds sweep{1'000};             // interval of the timeout checks
};

}  // namespace bearward::http
