// Server: HTTP/1.1 on any number of plain and TLS listeners, one event loop a thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "http/exchange.h"
#include "http/limits.h"

namespace bearward::http {

class TlsContext;

// ListenerOptions says where to listen. `address` is an IPv4 or IPv6 literal; port 0 lets the
// kernel pick. With `tls`, which must outlive the server, the listener speaks TLS only.
struct ListenerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  const TlsContext* tls = nullptr;
};

// Endpoint is where a listener really listens.
struct Endpoint {
  std::string address;
  std::uint16_t port = 0;
};

// Stats counts since the start, `open` aside.
struct Stats {
  std::uint64_t open = 0;               // connections now
  std::uint64_t accepted = 0;           // connections taken
  std::uint64_t over_limit = 0;         // connections closed for Limits::connections
  std::uint64_t requests = 0;           // requests given to the handler
  std::uint64_t refused = 0;            // requests answered 4xx or 5xx here: malformed or too large
  std::uint64_t timeouts = 0;           // connections ended for head_time, body_time or write_time
  std::uint64_t failed_handshakes = 0;  // TLS connections that never came up
};

// Server accepts connections and gives each request to the handler. A connection lives on one
// thread. Listen, then Start, then Drain or Hurry, then Join; the destructor does Hurry and Join.
// All methods but Listen, Start and Join may be called from any thread.
class Server {
 public:
  // Server prepares `threads` event loops (at least one). `clock` must outlive it.
  Server(Handler handler, const Limits& limits, unsigned threads, const base::Clock& clock);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Listen opens a listener on every thread; call it before Start. kConflict with reason
  // "address_in_use" if another socket listens there, else kInvalid with reason "bad_address".
  base::Result<Endpoint> Listen(const ListenerOptions& options);
  // Start runs the loops. kInternal if a thread cannot be made.
  base::Status Start();
  // Drain stops accepting, closes idle connections and lets requests in flight be answered with
  // `Connection: close`; what is left after `grace` is closed. Returns at once.
  void Drain(std::chrono::milliseconds grace);
  // Hurry closes everything now. Exchanges still held elsewhere may be answered into the void.
  void Hurry();
  // Join waits until every connection is gone after Drain or Hurry, and the threads ended.
  void Join();
  // stats gives the counters; they are read one by one, not as one snapshot.
  Stats stats() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bearward::http
