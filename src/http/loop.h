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
#include "http/socket.h"

namespace bearward::http {

class Connection;

// Shared is what all loops of a server have in common.
struct Shared {
  Shared(ServerOptions served, const base::Clock& given)
      : options(std::move(served)), clock(given), admission(options.limits, options.exempt) {}

  const ServerOptions options;
  const base::Clock& clock;
  Admission admission;
};

// Counters are one loop's part of Stats; one writer, any reader.
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

  // Add raises a counter from the loop's thread, its only writer: no locked instruction is needed.
  static void Add(std::atomic<std::uint64_t>& counter) {
    counter.store(counter.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }
};

// Loop is shared with its connections, so that an exchange that is answered after the end finds it
// still there. Methods are for the loop's own thread unless they say otherwise.
//
// It works in turns. All that is ready is read, then all requests among it are handled, then all
// answers are sent: the program's own code, and the kernel's for either way, each stay in the
// processor's caches for a whole turn (docs/design/0002-turns.md).
class Loop : public std::enable_shared_from_this<Loop> {
 public:
  explicit Loop(std::shared_ptr<Shared> shared);
  ~Loop();

  // Listen adds a listener before Run. `options.port` 0 picks a port.
  base::Result<Endpoint> Listen(const ListenerOptions& options);
  // Run is the thread's body; it returns after Drain or Hurry when all connections are gone.
  void Run();
  // Post runs `task` on the loop's thread; false if the loop has ended. From any thread.
  bool Post(std::move_only_function<void()> task);
  // OnThread says whether the caller is on this loop's thread. From any thread.
  bool OnThread() const;

  // Drain stops accepting and ends idle connections; at `deadline` (of Clock::Ticks) all.
  void Drain(std::int64_t deadline);
  // Hurry closes all connections.
  void Hurry();
  // Watch begins to watch a connection's socket; Connection::OnReady is told. False when the kernel
  // refuses.
  bool Watch(Connection& connection, const Socket& socket);
  // Remove forgets a connection that closed. It is kept until the turn is over.
  void Remove(Connection& connection);
  // ProceedSoon has a connection go on once everything that is ready was read, SendSoon has it send
  // once all requests were handled. Each at most once a turn.
  void ProceedSoon(Connection& connection) { ready_.push_back(&connection); }
  void SendSoon(Connection& connection) { unsent_.push_back(&connection); }

  // options and limits return what the server was made with.
  const ServerOptions& options() const { return shared_->options; }
  const Limits& limits() const { return shared_->options.limits; }
  // blocks returns the read blocks of this loop.
  BlockPool& blocks() { return blocks_; }
  // Report tells the server's owner of a shortage.
  void Report(const Shortage& shortage) const;
  // counters may be read from any thread.
  Counters& counters() { return counters_; }
  // draining says whether connections end after their next answer.
  bool draining() const { return draining_; }
  // date gives the Date header's value.
  std::string_view date() const { return date_; }
  // arrival is when this turn began: what is handled in it had come by then.
  Arrival arrival() const { return {now_wall_, now_}; }
  // DeadlineIn gives the tick at which a time that begins now is over for sure.
  std::int64_t DeadlineIn(std::chrono::milliseconds time) const;

 private:
  struct Listener {
    Socket socket;
    const TlsContext* tls;
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
  // Of this turn. Who closes is kept in closed_, so that the other two may point to it.
  std::vector<Connection*> ready_;
  std::vector<Connection*> unsent_;
  std::vector<std::shared_ptr<Connection>> closed_;
  Counters counters_;
  std::int64_t now_ = 0;  // Clock::Ticks when the turn began
  base::Time now_wall_;   // Clock::Now then
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
