// Server: HTTP/1.1 on plain, TLS and unix listeners, HTTP/2 on TLS; one event loop per thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "http/exchange.h"
#include "http/limits.h"

namespace bearward::http {

class TlsContext;

// ListenerOptions is the address of a listener. `address` is an IPv4 or IPv6 literal; if `port` is
// 0, the kernel picks one. With `tls`, which must outlive the server, the listener accepts TLS
// only. With `path` it is a unix socket at that path instead, of mode 0600, which replaces a file
// of that name: it accepts processes of this user and of root only, and Request::peer is
// "uid:NUMBER". A server with such a listener has one thread. With `shared` as well, its mode is
// 0660, the mode and the folder decide who may connect, and Request::peer is "127.0.0.1".
// With `inherited` it is a listening TCP socket, or with `shared` a unix socket, that another
// program opened and keeps open, so that connections wait during a restart; its address or path is
// then used. The server accepts from duplicates and does not close it.
struct ListenerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  const TlsContext* tls = nullptr;
  std::string path = {};
  bool shared = false;
  int inherited = -1;
};

// Endpoint is the actual address and port of a listener; of a unix socket, its path and 0.
struct Endpoint {
  std::string address;
  std::uint16_t port = 0;
};

// OwnAnswer describes how the server ended a request that was malformed, too large or too slow, or
// for which there was no memory: with an answer or, with HTTP/2, also by a reset of the stream or
// by the end of the connection. The views are valid until the call returns.
struct OwnAnswer {
  Arrival arrival;
  std::string_view peer;
  std::string_view method;  // empty if the request line could not be parsed; so is `path`
  std::string_view path;
  int status = 400;         // of HTTP/1.x for the same fault, if no answer was sent
  std::string_view reason;  // a stable word such as "malformed_request"
  std::size_t bytes = 0;    // size of the body of the answer; 0 if none was sent
};

// Shortage reports that the server refused something because a limit was reached.
struct Shortage {
  enum class Kind : std::uint8_t {
    kConnections,            // Limits::connections: a connection was closed
    kConnectionsPerAddress,  // Limits::connections_per_address: a connection was closed
    kBodyMemory,             // Limits::body_memory: a request was answered 503, or a stream reset
    kKernel,                 // accept failed with `error`: connections wait in the kernel's queue
  };
  Kind kind = Kind::kConnections;
  std::string_view peer;
  int error = 0;  // an errno, for kKernel
};

// ServerOptions configures a server. The functions are called on the loops' threads, several
// concurrently; they must not block. All except `handler` may be empty.
struct ServerOptions {
  Handler handler;
  Limits limits = {};
  unsigned threads = 1;  // event loops, at least one
  // exempt returns true for peers to which per-address limits do not apply, such as trusted
  // proxies.
  std::function<bool(std::string_view address)> exempt = nullptr;
  // ignores_body returns true for requests that are answered without their body. HTTP/1.x calls it
  // only if the body has not arrived together with the head. Such a request is handled at once with
  // an empty body. HTTP/1.x then closes the connection, because the following bytes could not be
  // distinguished from a new request; HTTP/2 resets the stream if the body does not end soon.
  std::function<bool(const Request& head)> ignores_body = nullptr;
  // is_upload returns true for requests whose body may have Limits::upload_bytes. It is called only
  // if the body is larger than Limits::body_bytes or its length is not known.
  std::function<bool(const Request& head)> is_upload = nullptr;
  std::function<void(const OwnAnswer&)> on_own_answer = nullptr;
  std::function<void(const Shortage&)> on_shortage = nullptr;
};

// Stats counts since the start, except `open`.
struct Stats {
  std::uint64_t open = 0;               // connections now
  std::uint64_t accepted = 0;           // connections taken
  std::uint64_t over_limit = 0;         // connections closed for Limits::connections
  std::uint64_t over_address = 0;       // connections closed for Limits::connections_per_address
  std::uint64_t over_memory = 0;        // answers 503 and resets for Limits::body_memory
  std::uint64_t accept_errors = 0;      // accept calls that failed for lack of kernel resources
  std::uint64_t requests = 0;           // requests handed to the handler
  std::uint64_t refused = 0;            // requests ended without the handler (OwnAnswer)
  std::uint64_t timeouts = 0;           // requests ended for head_time, body_time or write_time
  std::uint64_t failed_handshakes = 0;  // TLS connections whose handshake failed
};

// Server accepts connections and passes each request to the handler. A connection stays on one
// thread. Call Listen, then Start, then Drain or Hurry, then Join; the destructor calls Hurry and
// Join. All methods except Listen, Start and Join may be called from any thread.
class Server {
 public:
  // Server prepares the event loops. `clock` must outlive it.
  Server(ServerOptions options, const base::Clock& clock);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Listen opens a listener on every thread; call it before Start. Returns kConflict with reason
  // "address_in_use" if another socket listens there, otherwise kInvalid with reason "bad_address".
  base::Result<Endpoint> Listen(const ListenerOptions& options);
  // Start starts the threads of the loops. Returns kInternal if a thread cannot be created.
  base::Status Start();
  // SetLimits replaces the limits, except that a connection that exceeds the new ones stays.
  // `sweep` keeps its value.
  void SetLimits(const Limits& limits);
  // Drain stops accepting, closes idle connections, and lets requests in flight be answered with
  // `Connection: close` or GOAWAY. A request that has begun to arrive has three seconds to arrive
  // completely, and a new connection one second to begin its first request. Connections that remain
  // after `grace` are closed. Returns at once.
  void Drain(std::chrono::milliseconds grace);
  // Hurry closes all connections now. Answers of unanswered exchanges are then discarded.
  void Hurry();
  // Join waits until, after Drain or Hurry, all connections are closed and the threads have ended.
  void Join();
  // stats returns the counters; they are read one after another, not as one snapshot.
  Stats stats() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bearward::http
