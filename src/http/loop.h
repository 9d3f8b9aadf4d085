// Loop: one thread's event loop with its listeners and connections. Internal to http.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "http/admission.h"
#include "http/block_pool.h"
#include "http/exchange.h"
#include "http/limits.h"
#include "http/poller.h"
#include "http/server.h"
#include "http/shared.h"
#include "http/socket.h"

namespace bearward::http {

class Connection;

// Counters is one loop's part of Stats; written by the loop's thread, read by any thread.
struct alignas(64) Counters {
  std::atomic<std::uint64_t> accepted{0};
  std::atomic<std::uint64_t> over_limit{0};
  std::atomic<std::uint64_t> over_address{0};
  std::atomic<std::uint64_t> over_memory{0};
  std::atomic<std::uint64_t> accept_errors{0};
  std::atomic<std::uint64_t> requests{0};
  std::atomic<std::uint64_t> refused{0};
  std::atomic<std::uint64_t> timeouts{0};
  std::atomic<std::uint64_t> failed_handshakes{0};

  // Add increments a counter. Only the loop's thread writes it, so no atomic increment is needed.
  static void Add(std::atomic<std::uint64_t>& counter) {
    counter.store(counter.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }
};

// Loop is shared with its connections, so that an exchange answered after the loop has ended still
// finds a valid object. Methods must be called on the loop's own thread unless stated otherwise.
//
// Each iteration has three phases: read all ready sockets, handle all requests among the input,
// send all answers. The program's code and the kernel's receive and send code each stay in the
// processor's caches during a phase (docs/design/0002-turns.md).
class Loop : public std::enable_shared_from_this<Loop> {
 public:
  explicit Loop(std::shared_ptr<Shared> shared);
  ~Loop();

  // Listen adds a listener before Run. If `options.port` is 0, the kernel picks a port.
  base::Result<Endpoint> Listen(const ListenerOptions& options);
  // Run is the body of the thread; it returns when, after Drain or Hurry, no connection is left.
  void Run();
  // Post runs `task` on the loop's thread; returns false if the loop has ended. From any thread.
  bool Post(std::move_only_function<void()> task);
  // OnThread returns whether the caller is on this loop's thread. From any thread.
  bool OnThread() const;

  // Drain stops accepting and closes idle connections; at `deadline` (of Clock::Ticks) all of them.
  void Drain(std::int64_t deadline);
  // Hurry closes all connections.
  void Hurry();
  // Watch registers a connection's socket with the poller, which then calls Connection::OnReady.
  // Returns false if the kernel refuses.
  bool Watch(Connection& connection, const Socket& socket);
  // Remove unregisters a closed connection. The object is kept until the end of the iteration.
  void Remove(Connection& connection);
  // ProceedSoon schedules Proceed for the connection after all ready input was read; SendSoon
  // schedules Send after all requests were handled. Call each at most once per iteration.
  void ProceedSoon(Connection& connection) { ready_.push_back(&connection); }
  void SendSoon(Connection& connection) { unsent_.push_back(&connection); }

  // options and limits return the settings of the server. A reference to the limits stays valid
  // when they are replaced.
  const ServerOptions& options() const { return shared_->options; }
  const Limits& limits() const { return shared_->limits.current(); }
  // blocks returns the pool of read blocks of this loop.
  BlockPool& blocks() { return blocks_; }
  // Report passes a shortage to ServerOptions::on_shortage.
  void Report(const Shortage& shortage) const;
  // counters may be read from any thread.
  Counters& counters() { return counters_; }
  // draining returns true if connections must close after their next answer.
  bool draining() const { return draining_; }
  // date returns the value of the Date header.
  std::string_view date() const { return date_; }
  // arrival is the start of this iteration: each request handled in it had arrived by then.
  Arrival arrival() const { return {now_wall_, now_}; }
  // DeadlineIn returns the tick at which a time that starts now has certainly elapsed.
  std::int64_t DeadlineIn(std::chrono::milliseconds time) const;

 private:
  struct Listener {
    Socket socket;
    const TlsContext* tls;
    bool shared;
  };

  base::Status Open();
  void OnEvent(std::uint64_t tag, Readiness ready);
  void RunPosted();
  void Proceed();
  void Send();
  void Accept(Listener& listener);
  void Admit(const Listener& listener, Accepted accepted);
  void Refuse(Admission::Refused refused, std::string_view peer);
  void ReadClock();
  void Sweep();
  void EndIfEmpty();

  std::shared_ptr<Shared> shared_;
  BlockPool blocks_;
  Poller poller_;
  bool open_ = false;
  std::vector<std::unique_ptr<Listener>> listeners_;
  std::vector<std::shared_ptr<Connection>> connections_;
  // Of this iteration. closed_ owns the closed connections, to which the other two may point.
  std::vector<Connection*> ready_;
  std::vector<Connection*> unsent_;
  std::vector<std::shared_ptr<Connection>> closed_;
  Counters counters_;
  std::int64_t now_ = 0;  // Clock::Ticks at the start of the iteration
  base::Time now_wall_;   // Clock::Now at the same moment
  std::int64_t date_second_ = -1;
  std::string date_;
  bool draining_ = false;
  bool empty_ = false;  // drained, and no connection is left
  std::int64_t drain_deadline_ = 0;
  std::mutex mutex_;
  std::vector<std::move_only_function<void()>> posted_;  // guarded by mutex_
  bool ended_ = false;                                   // guarded by mutex_
};

}  // namespace bearward::http
